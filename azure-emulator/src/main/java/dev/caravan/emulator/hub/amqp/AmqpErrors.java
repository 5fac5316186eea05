package dev.caravan.emulator.hub.amqp;

import java.util.Map;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.hub.ErrorBody;
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
                Json.text(ErrorBody.of(hub, error, tracking)),
                Map.of("com.microsoft:tracking-id", tracking));
    }

    /** What an answer to a twin's request carries. */
    static byte[] body(Hub hub, HubError error) {
        return Json.bytes(ErrorBody.of(hub, error));
    }
}
