package dev.caravan.gateway.board;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;

/** What a status kept before a restart means after it. */
final class Resumption {

    private Resumption() {}

    /**
     * A refusal is as true after a restart as before it, so its next attempt stays where it was: a gateway that restarts in a
     * loop does not ask in a loop. Everything else is tried at once.
     */
    static DeviceStatus resume(Optional<DeviceStatus> kept, Clock clock) {
        Instant now = clock.instant();
        if (kept.isEmpty()) {
            return DeviceStatus.fresh(now);
        }
        DeviceStatus status = kept.get();
        if (status.state() == DeviceState.REFUSED || status.state() == DeviceState.FAILED) {
            return status;
        }
        if (status.state() == DeviceState.CONNECTED || status.state() == DeviceState.ASSIGNED) {
            return new DeviceStatus(
                    DeviceState.DISCONNECTED,
                    now,
                    "The gateway has restarted; connecting.",
                    Optional.of(now),
                    Optional.empty());
        }
        return new DeviceStatus(status.state(), status.since(), status.message(), Optional.of(now), Optional.empty());
    }
}
