package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.Dps.Throttling;

/**
 * The one budget of calls to one DPS; of several hubs, this one's part of it. Everything that calls the service takes tokens
 * first. Bulk work waits for them; an activation goes ahead of it, and leaves the wait to the bulk work behind. Reconciliation waits as bulk work does, and for
 * a token of its own share before; so do looks for first boots.
 *
 * <p>When the service throttles, bulk work as a whole pauses and then goes on a tenth slower, because somebody else may
 * share the quota; a short pause is waited out here, a longer one is the caller's. Calls that are answered bring the rate back, by a fiftieth of the quota a minute at most. Begins
 * empty, because the process before this one may have just spent the quota. Unused tokens are kept for half a second, and
 * activations are ahead by half a second at most, so that no minute exceeds the quota by more than a second's worth.
 */
final class DpsBudget {

    private static final Logger LOG = LoggerFactory.getLogger(DpsBudget.class);
    private static final double AFTER_THROTTLING = 0.9;
    private static final double SLOWEST = 0.1;
    /** What one answered call brings back, in calls a minute. */
    private static final double RECOVERY = 0.02;
    /** Changes smaller than this share of the quota are saved up. */
    private static final double STEP = 0.01;
    /** Most of the quota that looks for first boots take. */
    private static final int FIRST_BOOTS_PERCENT = 5;
    /** How far activations may be ahead of the quota. */
    private static final Duration AHEAD = Duration.ofMillis(500);
    /** Longest pause that is waited out here, where no caller can look after its claim. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private final int whole;
    private final int reconciliationPercent;
    private final Bucket tokens;
    private final Bucket reconciliation;
    private final Bucket firstBoots;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Pause pause;
    /** This hub's part of the whole. */
    private int quota;

    private double rate;
    private double rateInForce;
    private @Nullable Paused paused;

    /** @param until by {@link #nanoTime} */
    private record Paused(long until, String words) {}

    /**
     * @param reconciliationPercent most of the quota that reconciliation takes
     * @param clock for words to people only
     */
    DpsBudget(int operationsPerMinute, int reconciliationPercent, Clock clock) {
        this(operationsPerMinute, reconciliationPercent, clock, System::nanoTime, Waiting::during);
    }

    DpsBudget(int operationsPerMinute, int reconciliationPercent, Clock clock, LongSupplier nanoTime, Pause pause) {
        var meter = new NanoMeter(nanoTime, nanoTime.getAsLong());
        this.whole = operationsPerMinute;
        this.quota = operationsPerMinute;
        this.reconciliationPercent = reconciliationPercent;
        this.rate = operationsPerMinute;
        this.rateInForce = operationsPerMinute;
        this.tokens = bucket(burst(), operationsPerMinute, meter);
        this.reconciliation = bucket(1, reconciliationPerMinute(), meter);
        this.firstBoots = bucket(firstBootsBurst(), firstBootsPerMinute(quota), meter);
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    static int firstBootsPerMinute(int operationsPerMinute) {
        return Math.max(1, operationsPerMinute * FIRST_BOOTS_PERCENT / 100);
    }

    private int reconciliationPerMinute() {
        return Math.max(1, quota * reconciliationPercent / 100);
    }

    private int firstBootsBurst() {
        return Math.max(1, firstBootsPerMinute(quota) / 12);
    }

    private static Bucket bucket(int capacity, int perMinute, TimeMeter meter) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity)
                        .refillGreedy(perMinute, Duration.ofMinutes(1))
                        .initialTokens(0))
                .withCustomTimePrecision(meter)
                .build();
    }

    private static void change(Bucket bucket, int capacity, long perMinute) {
        var configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .build();
        bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS);
    }

    /** Half a second's worth, and never too little for one bulk call that counts by its items. */
    private int burst() {
        return Math.max(Dps.BULK_LIMIT, quota / 120);
    }

    /**
     * Returns when the call may be made.
     *
     * @param operations how many the call counts for, 1 to 10
     * @throws DpsException.ComeBackLater if the service throttles, and bulk work pauses for more than some seconds
     */
    void take(Precedence precedence, int operations) {
        if (precedence == Precedence.ACTIVATION) {
            takeAhead(operations);
            return;
        }
        if (precedence == Precedence.RECONCILIATION) {
            consume(reconciliation, operations);
        }
        if (precedence == Precedence.FIRST_BOOTS) {
            consume(firstBoots, operations);
        }
        sitOut();
        consume(tokens, operations);
        sitOut();
    }

    private void sitOut() {
        var left = left();
        if (left.compareTo(SHORT) > 0) {
            var words = throttling().map(Throttling::sentence).orElse("DPS throttled until just now");
            throw DpsException.ComeBackLater.throttled(words, left, null);
        }
        if (!left.isZero()) {
            pause.during(left);
        }
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

    /** The service has throttled: no bulk work for as long as this, and slower from then on. */
    void throttled(DpsException.ComeBackLater later) {
        if (pauseFor(later.pause(), String.valueOf(later.getMessage()))) {
            throttling().ifPresent(throttling -> LOG.warn("{}", throttling.sentence()));
        }
    }

    /** @return whether nothing was paused before */
    private synchronized boolean pauseFor(Duration duration, String words) {
        var first = left().isZero();
        if (first) {
            changeRate(Math.max(rate * AFTER_THROTTLING, quota * SLOWEST));
        }
        if (duration.compareTo(left()) > 0) {
            paused = new Paused(nanoTime.getAsLong() + duration.toNanos(), words);
        }
        return first;
    }

    /** The pause of bulk work that the service has asked for; empty while there is none. */
    synchronized Optional<Throttling> throttling() {
        var left = left();
        return paused == null || left.isZero()
                ? Optional.empty()
                : Optional.of(new Throttling(clock.instant().plus(left), paused.words()));
    }

    private synchronized Duration left() {
        var left = paused == null ? 0 : paused.until() - nanoTime.getAsLong();
        return Duration.ofNanos(Math.max(0, left));
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
        change(tokens, burst(), Math.max(1, Math.round(rateInForce)));
    }

    /** So many hubs, this one too, call the service: each takes an equal part of the quota from now on. */
    synchronized void sharedBy(int hubs) {
        var part = Math.max(1, whole / hubs);
        if (part == quota) {
            return;
        }
        LOG.info("{} hubs share the quota of DPS: this one makes at most {} calls a minute", hubs, part);
        var slowed = rate / quota;
        quota = part;
        changeRate(part * slowed);
        change(reconciliation, 1, reconciliationPerMinute());
        change(firstBoots, firstBootsBurst(), firstBootsPerMinute(quota));
    }

    /** Calls a minute that bulk work may make at the moment, pauses left out. */
    synchronized double rate() {
        return rate;
    }

    /** Bucket4j's view of the clock; it knows no clock that overflows. */
    private record NanoMeter(LongSupplier nanoTime, long begin) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong() - begin;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
