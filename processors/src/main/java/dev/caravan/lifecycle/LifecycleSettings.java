package dev.caravan.lifecycle;

import java.time.Duration;

/**
 * How boards are taken out of service ({@code caravan.lifecycle} in the configuration).
 *
 * @param secondLook after both places were closed, when to look again for a registration that was in flight, at most 10 min
 */
public record LifecycleSettings(Duration secondLook) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public LifecycleSettings {
        if (secondLook.isNegative() || secondLook.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("caravan.lifecycle.second-look must be 0s to 10m, but is " + secondLook);
        }
    }
}
