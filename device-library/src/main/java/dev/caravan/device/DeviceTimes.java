package dev.caravan.device;

import java.time.Duration;

import dev.caravan.device.retry.Backoff;

/**
 * When a device tries again.
 *
 * @param backoff waits while it is not activated, the uplink is down or the hub is away
 * @param afterRefusal wait after a refusal or a failure that needs a person; jitter is applied
 * @param hubPatience how long a known hub may be unreachable before the provisioning service is asked once whether the device
 *     still belongs there
 */
public record DeviceTimes(Backoff backoff, Duration afterRefusal, Duration hubPatience) {

    /** 5 s to 5 min, an hour after a refusal, 20 min of patience with a hub. */
    public static final DeviceTimes USUAL = new DeviceTimes(
            new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5)), Duration.ofHours(1), Duration.ofMinutes(20));

    private static final Duration REFUSED_NUDGE = Duration.ofMinutes(1);

    public DeviceTimes {
        if (afterRefusal.compareTo(backoff.min()) < 0) {
            throw new IllegalArgumentException("the wait after a refusal (" + afterRefusal
                    + ") is not below the shortest wait (" + backoff.min() + ")");
        }
        if (hubPatience.isNegative()) {
            throw new IllegalArgumentException("the patience with a hub is not negative, but " + hubPatience);
        }
    }

    /** How soon after an attempt somebody may ask for another one by hand. */
    Duration nudgeGap(DeviceState state) {
        boolean needsPerson = state == DeviceState.REFUSED || state == DeviceState.FAILED;
        return needsPerson && REFUSED_NUDGE.compareTo(afterRefusal) < 0 ? REFUSED_NUDGE : backoff.min();
    }
}
