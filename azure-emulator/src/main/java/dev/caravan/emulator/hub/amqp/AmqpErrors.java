package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpError;

/** A hub's errors in AMQP's terms: a condition, and a description in JSON (seen). */
final class AmqpErrors {

    private AmqpErrors() {}

    static AmqpError of(Hub hub, HubError error) {
        return with(hub, Conditions.of(error.status(), error.code()), error);
    }

    static AmqpError with(Hub hub, String condition, HubError error) {
        var tracking = hub.stamps().guid().toString();
        return new AmqpError(
                condition,
                new String(body(hub, error, tracking), StandardCharsets.UTF_8),
                Map.of("com.microsoft:tracking-id", tracking));
    }

    /** What an answer to a twin's request carries. */
    static byte[] body(Hub hub, HubError error) {
        return body(hub, error, hub.stamps().guid().toString());
    }

    private static byte[] body(Hub hub, HubError error, String tracking) {
        return Json.bytes(Json.object()
                .put("errorCode", error.code())
                .put("trackingId", tracking)
                .put("message", error.text())
                .put("timestampUtc", hub.stamps().now().toString()));
    }
}
