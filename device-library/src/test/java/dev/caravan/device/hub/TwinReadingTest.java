package dev.caravan.device.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TwinReadingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void documentKeepsNestingNumbersAndVersions() throws Exception {
        TwinDocument twin = TwinReading.document(Twin.createFromPropertiesJson("""
                {"desired":{"interval":30,"ratio":0.5,"net":{"hosts":["a",{"b":true}]},"$version":4},
                 "reported":{"fw":"1.2","$version":2}}"""));

        assertThat(tree(twin.desired().toString()))
                .isEqualTo(tree("{\"interval\":30,\"ratio\":0.5,\"net\":{\"hosts\":[\"a\",{\"b\":true}]}}"));
        assertThat(twin.desiredVersion()).isEqualTo(4);
        assertThat(twin.reported()).isEqualTo(tree("{\"fw\":\"1.2\"}"));
        assertThat(twin.reportedVersion()).isEqualTo(2);
    }

    @Test
    void deletionIsSentAsNull() throws Exception {
        assertThat(TwinReading.collection(tree("{\"fw\":null,\"x\":{\"y\":1}}"))
                        .toJsonElement()
                        .toString())
                .contains("\"fw\":null")
                .contains("\"y\":1");
    }

    @Test
    void emptyPatchIsRejectedHere() throws Exception {
        ObjectNode empty = tree("{}");

        assertThatThrownBy(() -> TwinReading.collection(empty)).isInstanceOf(HubException.Rejected.class);
    }

    private static ObjectNode tree(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }
}
