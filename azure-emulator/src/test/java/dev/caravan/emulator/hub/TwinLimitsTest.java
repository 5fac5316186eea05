package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

class TwinLimitsTest {

    private static ObjectNode json(String text) {
        return Json.readObject(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    /** An object of exactly so many bytes, made of strings that are short enough. */
    private static ObjectNode ofBytes(int bytes) {
        var object = Json.object();
        for (var i = 0; Json.bytes(object).length < bytes - 3000; i++) {
            object.put("k" + i, "x".repeat(1000));
        }
        object.put("rest", "");
        object.put("rest", "x".repeat(bytes - Json.bytes(object).length));
        return object;
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Tags end at 8 KB.",
            source = "Learn: iot-hub-devguide-device-twins")
    void tagsEndAtEightKilobytes() {
        assertThat(TwinLimits.ofTags(ofBytes(8 * 1024))).isEmpty();
        assertThat(TwinLimits.ofTags(ofBytes(8 * 1024 + 1))).isPresent();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Desired and reported properties end at 32 KB each.",
            source = "Learn: iot-hub-devguide-device-twins")
    void propertiesEndAtThirtyTwoKilobytes() {
        assertThat(TwinLimits.ofProperties("desired", ofBytes(32 * 1024))).isEmpty();
        assertThat(TwinLimits.ofProperties("desired", ofBytes(32 * 1024 + 1))).isPresent();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Objects in a twin may be ten levels deep.",
            source = "Learn: iot-hub-devguide-device-twins")
    void tenLevelsPassAndElevenDoNot() {
        assertThat(TwinLimits.ofTags(json(nested(10)))).isEmpty();
        assertThat(TwinLimits.ofTags(json(nested(11)))).isPresent();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A string in a twin ends at 4 KB.",
            source = "Learn: iot-hub-devguide-device-twins")
    void stringsEndAtFourKilobytes() {
        assertThat(TwinLimits.ofTags(Json.object().put("a", "x".repeat(4096)))).isEmpty();
        assertThat(TwinLimits.ofTags(Json.object().put("a", "x".repeat(4097)))).isPresent();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Integers in a twin end at 2 to the power of 52, on both sides.",
            source = "Learn: iot-hub-devguide-device-twins")
    void integersEndAtTwoToThePowerOf52() {
        assertThat(TwinLimits.ofTags(json("{\"a\":4503599627370496,\"b\":-4503599627370496}")))
                .isEmpty();
        assertThat(TwinLimits.ofTags(json("{\"a\":4503599627370497}"))).isPresent();
        assertThat(TwinLimits.ofTags(json("{\"a\":[-4503599627370497]}"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "$a", "a b", "a\\u0001", ""})
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Keys in a twin have no dot, dollar, space or control character, at any level.",
            source = "Learn: iot-hub-devguide-device-twins")
    void keysWithSpecialCharactersAreRefusedAtEveryLevel(String key) {
        assertThat(TwinLimits.ofTags(json("{\"" + key + "\":1}"))).isPresent();
        assertThat(TwinLimits.ofTags(json("{\"a\":[{\"" + key + "\":1}]}"))).isPresent();
    }

    @Test
    void onlyAnObjectWillDo() {
        assertThat(TwinLimits.ofTags(Json.array())).isPresent();
    }
}
