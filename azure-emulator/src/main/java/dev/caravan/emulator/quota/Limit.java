package dev.caravan.emulator.quota;

import java.time.Duration;

/**
 * How much a throttle lets through.
 *
 * @param amount tokens that come back in each period, at least 1
 * @param burst tokens in a full bucket, at least 1
 * @param queue how many more calls wait for their token before one is refused; 0 for a throttle that never makes wait
 */
record Limit(int amount, Duration period, int burst, int queue) {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUEUED = Duration.ofSeconds(10);
    private static final int MOST = 10_000_000;

    /** Checks the numbers. */
    Limit {
        if (amount < 1 || amount > MOST || burst < 1 || burst > MOST || queue < 0 || queue > MOST) {
            throw new IllegalArgumentException("amount and burst must be from 1, queue from 0, all to " + MOST);
        }
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("seconds must be at least 1");
        }
    }

    /** A full bucket holds what comes back in one period; nobody waits. */
    static Limit of(int amount, Duration period) {
        return new Limit(amount, period, amount, 0);
    }

    /**
     * As a hub does it: bursts pass at first, then calls are queued and done at the rate of the limit, then refused
     * (documented). That a burst may be a minute's worth fits the documented example; the length of the queue is not
     * public, ten seconds' worth is inferred.
     */
    static Limit shaped(int amount, Duration period) {
        return new Limit(amount, period, worth(amount, period, MINUTE), worth(amount, period, QUEUED));
    }

    private static int worth(int amount, Duration period, Duration time) {
        return Math.toIntExact(Math.max(1, amount * time.toMillis() / period.toMillis()));
    }

    /** How long it takes for one token to come back. */
    long nanosAToken() {
        return period.toNanos() / amount;
    }
}
