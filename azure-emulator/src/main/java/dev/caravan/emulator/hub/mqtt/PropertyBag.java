package dev.caravan.emulator.hub.mqtt;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.hub.MessageProperties;

/**
 * A message's properties as they stand at the end of a topic: {@code %24.mid=1&k=v}. System properties begin with
 * {@code $.} there (documented).
 */
final class PropertyBag {

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
    private static final Map<String, String> SHORT_NAMES = shortNames();

    private PropertyBag() {}

    private static Map<String, String> shortNames() {
        Map<String, String> reversed = new LinkedHashMap<>();
        NAMES.forEach((brief, full) -> reversed.put(full, brief));
        return reversed;
    }

    static MessageProperties parse(String bag) {
        var properties = MessageProperties.empty();
        for (var pair : bag.split("&")) {
            if (!pair.isEmpty()) {
                add(pair, properties);
            }
        }
        return properties;
    }

    private static void add(String pair, MessageProperties into) {
        var equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? null : decode(pair.substring(equals + 1));
        if (name.startsWith(SYSTEM)) {
            var known = name.substring(SYSTEM.length());
            into.system().put(NAMES.getOrDefault(known, known), value);
        } else {
            into.application().put(name, value);
        }
    }

    /** The system properties first: the Java SDK reads only what follows the first of them (seen). */
    static String write(MessageProperties properties) {
        var bag = new StringBuilder();
        append(bag, SYSTEM, properties.system());
        append(bag, "", properties.application());
        return bag.toString();
    }

    /** A null value leaves out the equals sign, an empty one does not (documented). */
    private static void append(StringBuilder bag, String prefix, ObjectNode properties) {
        properties.properties().forEach(each -> {
            var name = prefix.isEmpty() ? each.getKey() : SHORT_NAMES.getOrDefault(each.getKey(), each.getKey());
            bag.append(bag.isEmpty() ? "" : "&").append(encode(prefix + name));
            if (!each.getValue().isNull()) {
                bag.append('=').append(encode(each.getValue().asText()));
            }
        });
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
