package dev.caravan.activation;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * IoT Hub's limits of a device twin (Microsoft Learn, iot-hub-devguide-device-twins), checked before DPS is called: DPS
 * would take a twin that the hub refuses later, at the board's first boot.
 */
final class TwinLimits {

    static final int TAGS_BYTES = 8 * 1024;
    static final int DESIRED_BYTES = 32 * 1024;
    static final int DEPTH = 10;
    static final int KEY_BYTES = 1024;
    static final int STRING_BYTES = 4096;
    static final long LARGEST_INTEGER = 4503599627370496L;

    private static final int SHOWN = 80;

    private final List<Violation> violations = new ArrayList<>();

    private TwinLimits() {}

    static List<Violation> check(ObjectNode tags, ObjectNode desired) {
        var limits = new TwinLimits();
        limits.section("/tags", tags, TAGS_BYTES);
        limits.section("/desired", desired, DESIRED_BYTES);
        return limits.violations;
    }

    private void section(String pointer, ObjectNode section, int limit) {
        var size = bytes(section.toString());
        if (size > limit) {
            violate(pointer, "must be at most " + limit + " bytes of JSON", size + " bytes");
        }
        node(pointer, section, 1);
    }

    private void node(String pointer, JsonNode node, int depth) {
        if (depth > DEPTH && node.isContainerNode()) {
            violate(pointer, "objects may be nested at most " + DEPTH + " deep", "level " + depth);
        } else if (node.isObject()) {
            node.properties().forEach(property -> {
                key(pointer, property.getKey());
                node(pointer + "/" + escape(property.getKey()), property.getValue(), depth + 1);
            });
        } else if (node.isArray()) {
            for (var index = 0; index < node.size(); index++) {
                node(pointer + "/" + index, node.get(index), depth + 1);
            }
        } else {
            value(pointer, node);
        }
    }

    private void key(String pointer, String key) {
        if (key.isEmpty() || bytes(key) > KEY_BYTES) {
            violate(pointer, "a key must be 1 to " + KEY_BYTES + " bytes of UTF-8", bytes(key) + " bytes");
        }
        if (key.chars().anyMatch(c -> c == '.' || c == '$' || c == ' ' || Character.isISOControl(c))) {
            violate(pointer, "a key must not contain '.', '$', a blank or a control character", key);
        }
    }

    private void value(String pointer, JsonNode value) {
        if (value.isTextual() && bytes(value.asText()) > STRING_BYTES) {
            violate(
                    pointer,
                    "a text must be at most " + STRING_BYTES + " bytes of UTF-8",
                    bytes(value.asText()) + " bytes");
        }
        if (value.isIntegralNumber() && value.decimalValue().abs().compareTo(BigDecimal.valueOf(LARGEST_INTEGER)) > 0) {
            violate(pointer, "an integer must be within ±" + LARGEST_INTEGER, value.asText());
        }
        if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
            violate(pointer, "a number must be within the range of a double", value.asText());
        }
        if (value.isNull()) {
            violate(pointer, "null has no meaning in an initial twin; leave the key out", "null");
        }
    }

    private void violate(String pointer, String rule, String value) {
        violations.add(new Violation(pointer, rule, value.length() > SHOWN ? value.substring(0, SHOWN) + "…" : value));
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
