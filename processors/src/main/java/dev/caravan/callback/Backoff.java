package dev.caravan.callback;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential back-off with full jitter: any time up to a bound that doubles, so that receivers are not met by a crowd. */
final class Backoff {

    private static final long FIRST_MILLIS = 5_000;
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param failures in succession, at least 1 */
    Duration after(int failures, Duration longest) {
        var bound = Math.min(FIRST_MILLIS << Math.min(failures - 1, MOST_DOUBLINGS), longest.toMillis());
        return Duration.ofMillis(random.nextLong(bound + 1));
    }
}
