package dev.caravan.emulator.fault;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Delivery;

/** What a fault does when it fires. */
public sealed interface FaultAction {

    /** The call is refused; each firing takes the next status, and starts over after the last. */
    record Statuses(
            List<Integer> statuses,
            @Nullable Integer retryAfterSeconds,
            @Nullable Integer errorCode,
            @Nullable String message)
            implements FaultAction {}

    /** The work starts later. */
    record Delay(Duration time) implements FaultAction {}

    /** The connection closes without an answer, after the effect or before it. */
    record Drop(boolean afterEffect) implements FaultAction {}

    /** Something else is stored than was sent; the answer does not show it. */
    record Store(
            @Nullable String provisioningStatus,
            byte @Nullable [] certificate,
            @Nullable String thumbprint,
            @Nullable String iotHub)
            implements FaultAction {}

    /** The answer is sent cut short, or very slowly. */
    record Deliver(Delivery how) implements FaultAction {}

    /** Another writer is quicker: just before a write, just after a read. */
    record StaleEtag() implements FaultAction {}

    /**
     * Items of a bulk call fail, the others are applied.
     *
     * @param positions places in the call, from 0; empty for every place
     */
    record FailItems(Set<Integer> positions, int errorCode, String errorStatus) implements FaultAction {}

    /** The service's clock is off while it does this call. */
    record ClockSkew(Duration offset) implements FaultAction {}

    /** The TLS handshake is refused with an alert, or the connection is reset. */
    record RefuseTls(boolean alert) implements FaultAction {}

    /** Whether only a bulk call can show it. */
    default boolean needsBulk() {
        return this instanceof FailItems;
    }
}
