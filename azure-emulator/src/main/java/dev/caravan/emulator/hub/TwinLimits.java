package dev.caravan.emulator.hub;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.json.Json;

/**
 * The documented limits of a twin's shape and size. Sizes are measured as compact UTF-8 JSON, which is stricter than
 * the service: it does not count structural characters.
 */
public final class TwinLimits {

    private static final int TAGS_BYTES = 8 * 1024;
    private static final int PROPERTIES_BYTES = 32 * 1024;
    private static final int DEPTH = 10;
    private static final int KEY_BYTES = 1024;
    private static final int STRING_BYTES = 4 * 1024;
    private static final BigInteger LARGEST_INTEGER = BigInteger.ONE.shiftLeft(52);

    private TwinLimits() {}

    /** What is wrong with tags; empty when nothing is. */
    public static Optional<String> ofTags(JsonNode tags) {
        return of("tags", tags, TAGS_BYTES);
    }

    /** What is wrong with desired or reported properties; empty when nothing is. */
    public static Optional<String> ofProperties(String name, JsonNode properties) {
        return of(name, properties, PROPERTIES_BYTES);
    }

    private static Optional<String> of(String name, JsonNode node, int bytes) {
        if (!node.isObject()) {
            return Optional.of(name + " must be an object");
        }
        if (Json.bytes(node).length > bytes) {
            return Optional.of(name + " is larger than " + bytes + " bytes");
        }
        return members(name, node, 1);
    }

    private static Optional<String> members(String path, JsonNode object, int depth) {
        if (depth > DEPTH) {
            return Optional.of(path + " is deeper than " + DEPTH + " levels");
        }
        return object.properties().stream()
                .flatMap(
                        member -> key(path, member.getKey())
                                .or(() -> value(path + "." + member.getKey(), member.getValue(), depth))
                                .stream())
                .findFirst();
    }

    private static Optional<String> key(String path, String key) {
        if (key.isEmpty() || key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES) {
            return Optional.of(path + " has a key that is empty or longer than " + KEY_BYTES + " bytes");
        }
        var allowed = key.chars().noneMatch(c -> c == '.' || c == '$' || c == ' ' || Character.isISOControl(c));
        return allowed ? Optional.empty() : Optional.of(path + " has a key with '.', '$', space or control characters");
    }

    private static Optional<String> value(String path, JsonNode value, int depth) {
        if (value.isObject()) {
            return members(path, value, depth + 1);
        }
        if (value.isArray()) {
            return elements(path, value, depth + 1);
        }
        if (value.isTextual() && value.textValue().getBytes(StandardCharsets.UTF_8).length > STRING_BYTES) {
            return Optional.of(path + " is longer than " + STRING_BYTES + " bytes");
        }
        if (value.isIntegralNumber() && value.bigIntegerValue().abs().compareTo(LARGEST_INTEGER) > 0) {
            return Optional.of(path + " is beyond ±" + LARGEST_INTEGER);
        }
        return Optional.empty();
    }

    private static Optional<String> elements(String path, JsonNode array, int depth) {
        if (depth > DEPTH) {
            return Optional.of(path + " is deeper than " + DEPTH + " levels");
        }
        for (var element : array) {
            var wrong = value(path + "[]", element, depth);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }
}
