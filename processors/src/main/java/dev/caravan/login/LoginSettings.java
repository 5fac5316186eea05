package dev.caravan.login;

import java.time.Duration;

/**
 * When a user is locked ({@code caravan.access.login}).
 *
 * @param failures so many wrong passwords in a row lock the user
 * @param lock for how long
 */
public record LoginSettings(int failures, Duration lock) {

    private static final int FEWEST = 3;
    private static final int MOST = 100;
    private static final Duration LONGEST = Duration.ofDays(1);

    public LoginSettings {
        if (failures < FEWEST || failures > MOST) {
            throw new IllegalArgumentException(
                    "caravan.access.login.failures must be " + FEWEST + " to " + MOST + ", but is " + failures);
        }
        if (lock.compareTo(Duration.ofMinutes(1)) < 0 || lock.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("caravan.access.login.lock must be 1m to 1d, but is " + lock);
        }
    }
}
