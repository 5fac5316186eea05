package dev.caravan.emulator.wire.amqp;

import java.util.Map;
import java.util.Optional;

/**
 * An ATTACH frame.
 *
 * @param address target address of a sending client, source address of a receiving one; empty when it names none
 * @param properties the link's properties, with names and values as text
 */
public record LinkRequest(String name, String address, Map<String, String> properties) {

    /** A property, when it is there. */
    public Optional<String> property(String key) {
        return Optional.ofNullable(properties.get(key));
    }
}
