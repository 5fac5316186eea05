package dev.caravan.hub;

import java.time.Duration;

/**
 * The events for other systems ({@code caravan.events}).
 *
 * @param keep how long an event is kept after it was written, at least a day
 */
public record EventSettings(Duration keep) {

    private static final Duration SHORTEST = Duration.ofDays(1);

    public EventSettings {
        if (keep.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("caravan.events.keep must be at least 1d, but is " + keep);
        }
    }
}
