package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TwinTest {

    private final Twin twin =
            Twin.from(json("{\"tags\":{\"site\":\"A\"},\"properties\":{\"desired\":{\"a\":{\"b\":1,\"c\":2}}}}"));

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test
    void patchMergesObjectsDeletesByNullAndReplacesTheRest() {
        var notification = twin.patchDesired(json("{\"a\":{\"b\":null,\"d\":[1]},\"e\":5}"));

        assertThat(twin.deviceView().path("desired"))
                .isEqualTo(json("{\"a\":{\"c\":2,\"d\":[1]},\"e\":5,\"$version\":2}"));
        assertThat(notification).isEqualTo(json("{\"a\":{\"b\":null,\"d\":[1]},\"e\":5,\"$version\":2}"));
    }

    @Test
    void deviceSeesNoTags() {
        assertThat(twin.deviceView().fieldNames()).toIterable().containsExactly("desired", "reported");
        assertThat(twin.show().at("/tags/site").asText()).isEqualTo("A");
    }

    @Test
    void patchBeyondALimitChangesNothing() {
        assertThat(twin.patchReported(json("{\"x\":1}"))).contains(2);
        var before = twin.show();

        assertThat(twin.patchReported(Json.object().put("big", "x".repeat(5000))))
                .isEmpty();
        assertThatThrownBy(() -> twin.patchDesired(json("{\"$a\":1}"))).isInstanceOf(IllegalArgumentException.class);

        assertThat(twin.show()).isEqualTo(before);
    }

    @Test
    void twinOfNothingIsEmpty() {
        assertThat(Twin.from(Json.object().path("initialTwin")).deviceView().path("desired"))
                .isEqualTo(json("{\"$version\":1}"));
    }
}
