package dev.caravan.device.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Doubling waits with jitter: the n-th wait lies between half and all of {@code min · 2ⁿ}, never above {@code max}.
 *
 * @param min the first full wait; at least one millisecond
 * @param max the longest wait; not below {@code min}
 */
public record Backoff(Duration min, Duration max) {

    private static final int MAX_DOUBLINGS = 40;

    public Backoff {
        if (min.toMillis() < 1) {
            throw new IllegalArgumentException("the shortest wait is at least 1 ms, not " + min);
        }
        if (max.compareTo(min) < 0) {
            throw new IllegalArgumentException(
                    "the longest wait (" + max + ") is not below the shortest (" + min + ")");
        }
    }

    /**
     * The wait after a number of attempts in a row that led nowhere.
     *
     * @param failures 0 after the first
     */
    public Duration after(int failures, RandomGenerator random) {
        long full = max.toMillis();
        if (failures < MAX_DOUBLINGS && min.toMillis() <= full >> failures) {
            full = min.toMillis() << failures;
        }
        return jittered(Duration.ofMillis(full), random);
    }

    /** Between half and all of a wait, so that devices switched on together do not stay together. */
    public static Duration jittered(Duration wait, RandomGenerator random) {
        long half = wait.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(wait.toMillis() - half + 1));
    }
}
