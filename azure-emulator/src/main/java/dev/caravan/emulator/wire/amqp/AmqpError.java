package dev.caravan.emulator.wire.amqp;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Why a message, a link or a connection came to a bad end: condition, text, and further named values. */
public record AmqpError(String condition, String description, Map<String, Object> info) {

    /** An error without further values. */
    public static AmqpError of(String condition, String description) {
        return new AmqpError(condition, description, Map.of());
    }

    ErrorCondition onTheWire() {
        var error = new ErrorCondition(Symbol.valueOf(condition), description);
        if (!info.isEmpty()) {
            Map<Symbol, Object> named = new LinkedHashMap<>();
            info.forEach((name, value) -> named.put(Symbol.valueOf(name), value));
            error.setInfo(named);
        }
        return error;
    }
}
