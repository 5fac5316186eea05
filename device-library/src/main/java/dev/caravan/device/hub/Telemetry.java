package dev.caravan.device.hub;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One device-to-cloud message.
 *
 * @param body not empty; with the properties at most 256 KB, the hub's limit
 * @param contentType system property, such as {@code application/json}; without it the hub cannot route on the body
 * @param contentEncoding system property, such as {@code utf-8}
 * @param properties application properties
 */
public record Telemetry(byte[] body, String contentType, String contentEncoding, Map<String, String> properties) {

    /** The hub's limit for body and properties together, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    public Telemetry {
        body = body.clone();
        properties = Map.copyOf(properties);
    }

    /** A JSON text in UTF-8 without properties. */
    public static Telemetry json(String text) {
        return json(text, Map.of());
    }

    /** A JSON text in UTF-8. */
    public static Telemetry json(String text, Map<String, String> properties) {
        return new Telemetry(text.getBytes(StandardCharsets.UTF_8), "application/json", "utf-8", properties);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    int bytes() {
        int sum = body.length;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            sum += property.getKey().getBytes(StandardCharsets.UTF_8).length;
            sum += property.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        return sum;
    }
}
