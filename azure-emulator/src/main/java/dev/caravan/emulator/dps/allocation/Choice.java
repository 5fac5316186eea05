package dev.caravan.emulator.dps.allocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the choice of a hub came to. */
public sealed interface Choice {

    /**
     * A linked hub.
     *
     * @param initialTwin what the webhook wants instead of the enrollment's, and instead of any migration; null when it
     *     said nothing, and for all policies without a webhook
     * @param payload what the webhook wants the device to be told; null for nothing
     */
    record Chosen(
            String host,
            @Nullable ObjectNode initialTwin,
            @Nullable ObjectNode payload) implements Choice {

        static Chosen of(String host) {
            return new Chosen(host, null, null);
        }
    }

    /** None, and how the registration's state says so. */
    record Failed(int errorCode, String message) implements Choice {

        /** Seen: no hub is linked, or none was named. */
        static Failed noHub() {
            return new Failed(400208, "No IoT hub could be assigned.");
        }

        /** Seen with the status of the webhook's answer; the rest of the sentence where there was none is inferred. */
        static Failed custom(String why) {
            return new Failed(400207, "Custom allocation failed " + why);
        }
    }
}
