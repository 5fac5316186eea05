package dev.caravan.emulator.hub;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/**
 * The properties of a message, as they stand at the end of a topic: {@code %24.mid=1&k=v}. System properties begin with
 * {@code $.} there and have longer names elsewhere (documented).
 */
record Properties(ObjectNode application, ObjectNode system) {

    private static final String SYSTEM = "$.";
    private static final Map<String, String> NAMES = Map.of(
            "mid", "messageId",
            "cid", "correlationId",
            "uid", "userId",
            "to", "to",
            "ct", "contentType",
            "ce", "contentEncoding",
            "exp", "expiryTimeUtc",
            "on", "outputName",
            "cdid", "connectionDeviceId",
            "ctime", "creationTimeUtc");

    static Properties parse(String bag) {
        var properties = new Properties(Json.object(), Json.object());
        for (var pair : bag.split("&")) {
            if (!pair.isEmpty()) {
                properties.add(pair);
            }
        }
        return properties;
    }

    private void add(String pair) {
        var equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? null : decode(pair.substring(equals + 1));
        if (name.startsWith(SYSTEM)) {
            var known = name.substring(SYSTEM.length());
            system.put(NAMES.getOrDefault(known, known), value);
        } else {
            application.put(name, value);
        }
    }

    /** The system properties first: the Java SDK reads only what follows the first of them (seen). */
    static String bag(String messageId, String to, Map<String, String> application) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(SYSTEM + "mid", messageId);
        all.put(SYSTEM + "to", to);
        all.putAll(application);
        var bag = new StringBuilder();
        all.forEach((name, value) -> bag.append(bag.isEmpty() ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return bag.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A plus sign stands for itself here; a broken escape is kept as it came. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }
}
