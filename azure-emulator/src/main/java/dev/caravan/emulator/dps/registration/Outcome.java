package dev.caravan.emulator.dps.registration;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a registration came to, or that it came to nothing yet. */
public sealed interface Outcome {

    /** Somebody outside is still asked for the hub. */
    record Assigning() implements Outcome {}

    /**
     * The device is in its hub.
     *
     * @param substatus how it came there, in the words of the API
     * @param payload what a webhook wants the device to be told; null for nothing
     * @param issued a certificate for the device's own key and its issuers, as base64; empty when it asked for none
     */
    record Assigned(String substatus, @Nullable ObjectNode payload, List<String> issued) implements Outcome {}

    /** No hub could be found, or it did not take the device. */
    record Failed(int errorCode, String message) implements Outcome {}

    /** The enrollment is disabled. */
    record Disabled() implements Outcome {}

    /** The status in the words of the API. */
    default String status() {
        if (this instanceof Assigning) {
            return "assigning";
        }
        if (this instanceof Assigned) {
            return "assigned";
        }
        return this instanceof Failed ? "failed" : "disabled";
    }
}
