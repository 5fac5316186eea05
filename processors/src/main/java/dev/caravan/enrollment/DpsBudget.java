package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;

import dev.caravan.enrollment.Dps.Precedence;

/**
 * The one budget of calls to one DPS. Everything that calls the service takes tokens first. Bulk work waits for them; an
 * activation goes ahead of it, and leaves the wait to the bulk work behind. Reconciliation waits as bulk work does, and for
 * a token of its own share before.
 *
 * <p>When the service throttles, bulk work as a whole pauses and then goes on a tenth slower, because somebody else may
 * share the quota; calls that are answered bring the rate back, by a fiftieth of the quota a minute at most. Begins
 * empty, because the process before this one may have just spent the quota. Unused tokens are kept for half a second, and
 * activations are ahead by half a second at most, so that no minute exceeds the quota by more than a second's worth.
 */
final class DpsBudget {

    private static final double AFTER_THROTTLING = 0.9;
    private static final double SLOWEST = 0.1;
    /** What one answered call brings back, in calls a minute. */
    private static final double RECOVERY = 0.02;
    /** Changes smaller than this share of the quota are saved up. */
    private static final double STEP = 0.01;
    /** How far activations may be ahead of the quota. */
    private static final Duration AHEAD = Duration.ofMillis(500);

    private final int quota;
    private final Bucket tokens;
    private final Bucket reconciliation;
    private final Clock clock;
    private final Pause pause;
    private double rate;
    private double rateInForce;
    private Instant pausedUntil = Instant.EPOCH;

    /** @param reconciliationPercent most of the quota that reconciliation takes */
    DpsBudget(int operationsPerMinute, int reconciliationPercent, Clock clock) {
        this(operationsPerMinute, reconciliationPercent, clock, Waiting::during, TimeMeter.SYSTEM_NANOTIME);
    }

    DpsBudget(int operationsPerMinute, int reconciliationPercent, Clock clock, Pause pause, TimeMeter meter) {
        this.quota = operationsPerMinute;
        this.rate = operationsPerMinute;
        this.rateInForce = operationsPerMinute;
        this.tokens = bucket(burst(), operationsPerMinute, meter);
        this.reconciliation = bucket(1, Math.max(1, operationsPerMinute * reconciliationPercent / 100), meter);
        this.clock = clock;
        this.pause = pause;
    }

    private static Bucket bucket(int capacity, int perMinute, TimeMeter meter) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity)
                        .refillGreedy(perMinute, Duration.ofMinutes(1))
                        .initialTokens(0))
                .withCustomTimePrecision(meter)
                .build();
    }

    /** Half a second's worth, and never too little for one bulk call that counts by its items. */
    private int burst() {
        return Math.max(Dps.BULK_LIMIT, quota / 120);
    }

    /**
     * Returns when the call may be made.
     *
     * @param operations how many the call counts for, 1 to 10
     */
    void take(Precedence precedence, int operations) {
        if (precedence == Precedence.ACTIVATION) {
            takeAhead(operations);
            return;
        }
        if (precedence == Precedence.RECONCILIATION) {
            consume(reconciliation, operations);
        }
        Waiting.until(pausedUntil(), clock, pause);
        consume(tokens, operations);
    }

    private void consume(Bucket bucket, int operations) {
        try {
            bucket.asBlocking().consume(operations, nanos -> pause.during(Duration.ofNanos(nanos)));
        } catch (InterruptedException stopping) {
            throw Waiting.stopped(stopping);
        }
    }

    /** A crowd of activations waits as well, as soon as it is half a second ahead of the quota. */
    private void takeAhead(int operations) {
        var debt = Duration.ofNanos(tokens.consumeIgnoringRateLimits(operations));
        if (debt.compareTo(AHEAD) > 0) {
            pause.during(debt.minus(AHEAD));
        }
    }

    /** The service has throttled: no bulk work before this instant, and slower from then on. */
    synchronized void throttled(Instant until) {
        if (!pausedUntil.isAfter(clock.instant())) {
            changeRate(Math.max(rate * AFTER_THROTTLING, quota * SLOWEST));
        }
        if (until.isAfter(pausedUntil)) {
            pausedUntil = until;
        }
    }

    /** The service has answered, and not by throttling. */
    synchronized void answered() {
        if (rate < quota) {
            changeRate(Math.min(rate + RECOVERY, quota));
        }
    }

    private void changeRate(double changed) {
        rate = changed;
        if (Math.abs(rate - rateInForce) < quota * STEP && rate < quota) {
            return;
        }
        rateInForce = rate;
        var configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(burst())
                        .refillGreedy(Math.max(1, Math.round(rateInForce)), Duration.ofMinutes(1)))
                .build();
        tokens.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
    }

    /** Calls a minute that bulk work may make at the moment, pauses left out. */
    synchronized double rate() {
        return rate;
    }

    private synchronized Instant pausedUntil() {
        return pausedUntil;
    }
}
