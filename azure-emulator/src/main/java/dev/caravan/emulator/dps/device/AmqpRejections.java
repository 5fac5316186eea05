package dev.caravan.emulator.dps.device;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.amqp.Conditions;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpError;

/** Errors of the device API as AMQP has them: the JSON of the other transports is the description (documented). */
final class AmqpRejections {

    private AmqpRejections() {}

    static AmqpError of(DpsError error, ObjectNode body, @Nullable Integer retryAfterSeconds) {
        return of(error.status(), body, retryAfterSeconds);
    }

    /** The SDKs disagree about the letter case of retry-after here; both are sent (inferred). */
    static AmqpError of(int status, ObjectNode body, @Nullable Integer retryAfterSeconds) {
        Map<String, Object> info = new LinkedHashMap<>();
        if (retryAfterSeconds != null) {
            info.put("Retry-After", retryAfterSeconds);
            info.put("retry-after", retryAfterSeconds);
        }
        var code = body.path("errorCode").asInt();
        return new AmqpError(Conditions.of(status, code), Json.text(body), info);
    }
}
