package dev.caravan.emulator.dps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the device API answers, whatever the transport. */
record DeviceAnswer(int status, ObjectNode body, @Nullable Integer retryAfterSeconds) {

    static DeviceAnswer last(ObjectNode body) {
        return new DeviceAnswer(200, body, null);
    }
}
