package dev.caravan.certificate;

import java.time.Duration;

/**
 * How long a board's certificate is valid.
 *
 * @param validity from the moment of issue; at most what is left of the issuing authority's own life is given
 * @param backdate how far before the moment of issue the validity begins, for boards whose clock is slow
 */
public record LeafProfile(Duration validity, Duration backdate) {

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(365 * 25);
    private static final Duration MOST_BACKDATE = Duration.ofDays(1);

    /** Ten years, backdated by five minutes. */
    public static final LeafProfile TEN_YEARS = new LeafProfile(Duration.ofDays(3653), Duration.ofMinutes(5));

    /** @throws IllegalArgumentException naming the value and the rule */
    public LeafProfile {
        requireBetween("validity", validity, SHORTEST, LONGEST);
        requireBetween("backdate", backdate, Duration.ZERO, MOST_BACKDATE);
    }

    private static void requireBetween(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("certificate " + key + " must be between " + least + " and " + most
                    + " (ISO 8601), but is " + value);
        }
    }
}
