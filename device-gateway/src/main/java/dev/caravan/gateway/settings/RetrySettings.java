package dev.caravan.gateway.settings;

import java.time.Duration;

import dev.caravan.device.DeviceTimes;
import dev.caravan.device.retry.Backoff;

/** When a board that waits is tried again; the rules are those of {@link DeviceTimes} and {@link Backoff}. */
public record RetrySettings(
        Duration min,
        Duration max,
        Duration afterRefusal,
        Duration afterThrottle,
        Duration afterConflict,
        Duration hubPatience) {

    public DeviceTimes times() {
        try {
            return new DeviceTimes(new Backoff(min, max), afterRefusal, hubPatience);
        } catch (IllegalArgumentException e) {
            throw BadSetting.under("caravan.retry", e);
        }
    }
}
