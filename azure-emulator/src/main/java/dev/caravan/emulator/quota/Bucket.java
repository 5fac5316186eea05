package dev.caravan.emulator.quota;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket in one number: the time at which it will be full again. Safe for all threads, without a lock.
 */
final class Bucket {

    private final Limit limit;
    private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE);

    /** Full at first. */
    Bucket(Limit limit) {
        this.limit = limit;
    }

    /**
     * What a call that takes so many tokens hears.
     *
     * @param taken whether they were taken; when not, nothing has changed
     * @param waitNanos until the call may go on, or until a refused one would be taken
     */
    record Draw(boolean taken, long waitNanos) {}

    /** Takes tokens; more than a full bucket holds are never asked for, lest the call wait for ever. */
    Draw take(int tokens, long now) {
        var price = Math.min(tokens, limit.burst()) * limit.nanosAToken();
        var room = limit.burst() * limit.nanosAToken();
        var queue = limit.queue() * limit.nanosAToken();
        while (true) {
            var before = fullAt.get();
            var after = Math.max(before, now) + price;
            var debt = after - now - room;
            if (debt > queue) {
                return new Draw(false, debt - queue);
            }
            if (fullAt.compareAndSet(before, after)) {
                return new Draw(true, Math.max(0, debt));
            }
        }
    }

    boolean isFull(long now) {
        return fullAt.get() <= now;
    }
}
