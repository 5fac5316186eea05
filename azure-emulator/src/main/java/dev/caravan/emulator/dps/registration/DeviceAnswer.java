package dev.caravan.emulator.dps.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What the device API answers, whatever the transport.
 *
 * @param retryAfterSeconds when to ask again; null with a last answer
 */
public record DeviceAnswer(
        int status, ObjectNode body, @Nullable Integer retryAfterSeconds) {

    static DeviceAnswer last(ObjectNode body) {
        return new DeviceAnswer(200, body, null);
    }
}
