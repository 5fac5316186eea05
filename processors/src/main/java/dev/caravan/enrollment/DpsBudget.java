package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

import dev.caravan.enrollment.Dps.Precedence;

/**
 * The one budget of calls to one DPS. Everything that calls the service takes a token first. Bulk work waits for its
 * token; an activation takes one at once and leaves the wait to the bulk work behind it. When the service throttles,
 * bulk work as a whole pauses.
 *
 * <p>Holds at most one second's worth of unused tokens, so that no minute exceeds the quota by more than that.
 */
final class DpsBudget {

    private final Bucket tokens;
    private final Clock clock;
    private final Pause pause;
    private Instant pausedUntil = Instant.EPOCH;

    DpsBudget(int operationsPerMinute, Clock clock) {
        this(operationsPerMinute, clock, Waiting::during, TimeMeter.SYSTEM_NANOTIME);
    }

    DpsBudget(int operationsPerMinute, Clock clock, Pause pause, TimeMeter meter) {
        var burst = Math.max(1, operationsPerMinute / 60);
        this.tokens = Bucket.builder()
                .addLimit(limit -> limit.capacity(burst)
                        .refillGreedy(operationsPerMinute, Duration.ofMinutes(1))
                        .initialTokens(burst))
                .withCustomTimePrecision(meter)
                .build();
        this.clock = clock;
        this.pause = pause;
    }

    /** Returns when the call may be made. */
    void take(Precedence precedence) {
        if (precedence == Precedence.ACTIVATION) {
            tokens.consumeIgnoringRateLimits(1);
            return;
        }
        Waiting.until(pausedUntil(), clock, pause);
        try {
            tokens.asBlocking().consume(1, nanos -> pause.during(Duration.ofNanos(nanos)));
        } catch (InterruptedException stopping) {
            throw Waiting.stopped(stopping);
        }
    }

    /** No bulk work before this instant. */
    synchronized void pauseUntil(Instant instant) {
        if (instant.isAfter(pausedUntil)) {
            pausedUntil = instant;
        }
    }

    private synchronized Instant pausedUntil() {
        return pausedUntil;
    }
}
