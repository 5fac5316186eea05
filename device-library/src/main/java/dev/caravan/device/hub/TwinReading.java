package dev.caravan.device.hub;

import java.util.Map;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.twin.Twin;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import org.jspecify.annotations.Nullable;

/** The hub client's nested hash maps as JSON and back. */
final class TwinReading {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private TwinReading() {}

    static TwinDocument document(Twin twin) {
        TwinCollection desired = twin.getDesiredProperties();
        TwinCollection reported = twin.getReportedProperties();
        return new TwinDocument(json(desired), version(desired), json(reported), version(reported));
    }

    static DesiredChange change(Twin twin) {
        return new DesiredChange(json(twin.getDesiredProperties()), version(twin.getDesiredProperties()));
    }

    static TwinCollection collection(ObjectNode patch) throws HubException.Rejected {
        if (patch.isEmpty()) {
            throw new HubException.Rejected("a patch of reported properties names at least one property");
        }
        return new TwinCollection(JSON.convertValue(patch, MAP));
    }

    private static ObjectNode json(@Nullable TwinCollection collection) {
        ObjectNode json = JSON.createObjectNode();
        if (collection != null) {
            json.setAll((ObjectNode) JSON.valueToTree(collection));
        }
        return json;
    }

    private static long version(@Nullable TwinCollection collection) {
        Integer version = collection == null ? null : collection.getVersion();
        return version == null ? 0 : version;
    }
}
