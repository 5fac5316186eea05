package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/** The last 100,000 messages a hub received, oldest first. Safe for all threads. */
final class Telemetry {

    private static final int KEPT = 100_000;

    private final ArrayDeque<Received> messages = new ArrayDeque<>();

    /**
     * One message.
     *
     * @param time ISO-8601, UTC
     */
    record Received(String deviceId, String time, Properties properties, byte[] body) {

        private ObjectNode show() {
            var shown = Json.object().put("deviceId", deviceId).put("time", time);
            shown.set("properties", properties.application());
            shown.set("systemProperties", properties.system());
            return shown.put("body", new String(body, StandardCharsets.UTF_8))
                    .put("bodyBase64", Base64.getEncoder().encodeToString(body));
        }
    }

    synchronized void add(Received message) {
        if (messages.size() == KEPT) {
            messages.removeFirst();
        }
        messages.addLast(message);
    }

    synchronized ArrayNode show(Optional<String> deviceId) {
        var shown = Json.array();
        messages.stream()
                .filter(message -> deviceId.isEmpty() || deviceId.get().equals(message.deviceId()))
                .forEach(message -> shown.add(message.show()));
        return shown;
    }

    synchronized void clear() {
        messages.clear();
    }
}
