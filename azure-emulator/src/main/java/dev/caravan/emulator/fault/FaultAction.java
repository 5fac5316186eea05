package dev.caravan.emulator.fault;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
}
