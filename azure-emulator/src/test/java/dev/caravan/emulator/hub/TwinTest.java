package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TwinTest {

    private final Twin twin =
            twin(json("{\"tags\":{\"site\":\"A\"},\"properties\":{\"desired\":{\"a\":{\"b\":1,\"c\":2}}}}"));

    private static Twin twin(JsonNode initial) {
        return Twin.from(initial, Clock.fixed(Instant.parse("2026-03-02T10:11:12Z"), ZoneOffset.UTC));
    }

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A patch of desired properties merges objects, deletes by null and replaces"
                    + " everything else; the device is told the changed part with its $version.",
            source = "Learn: iot-hub-devguide-device-twins")
    void patchMergesObjectsDeletesByNullAndReplacesTheRest() {
        var notification = twin.patchDesired(json("{\"a\":{\"b\":null,\"d\":[1]},\"e\":5}"));

        assertThat(twin.deviceView().path("desired"))
                .isEqualTo(json("{\"a\":{\"c\":2,\"d\":[1]},\"e\":5,\"$version\":2}"));
        assertThat(notification).isEqualTo(json("{\"a\":{\"b\":null,\"d\":[1]},\"e\":5,\"$version\":2}"));
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device does not see the tags of its twin.",
            source = "Learn: iot-hub-devguide-device-twins")
    void deviceSeesNoTags() {
        assertThat(twin.deviceView().fieldNames()).toIterable().containsExactly("desired", "reported");
        assertThat(twin.show().at("/tags/site").asText()).isEqualTo("A");
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A patch that goes beyond a limit changes nothing at all.",
            source = "Learn: iot-hub-devguide-device-twins")
    void patchBeyondALimitChangesNothing() {
        assertThat(twin.patchReported(json("{\"x\":1}"))).isEqualTo(2);
        var before = twin.show();

        assertThatThrownBy(() -> twin.patchReported(Json.object().put("big", "x".repeat(5000))))
                .isInstanceOf(HubError.class);
        assertThatThrownBy(() -> twin.patchDesired(json("{\"$a\":1}"))).isInstanceOf(HubError.class);

        assertThat(twin.show()).isEqualTo(before);
    }

    @Test
    void twinOfNothingIsEmpty() {
        assertThat(twin(Json.object().path("initialTwin")).deviceView().path("desired"))
                .isEqualTo(json("{\"$version\":1}"));
    }
}
