package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.enrollment.Dps.Outage;

/**
 * Leaves a DPS alone that is down. When nine of the last ten calls got no answer, or a 5xx, calls are refused here for a
 * while; then one is let through, and its end decides. A denied access (401, 403) does so at once: no other call would be
 * allowed. An answer of any other kind, a 429 too, shows that the service is
 * there.
 */
final class DpsBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(DpsBreaker.class);
    private static final int CALLS = 10;
    private static final int FAILED_PERCENT = 90;

    private final CircuitBreaker circuit;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration pause;
    private volatile @Nullable Open open;

    /**
     * Why nothing is asked. Instants are words, the other times are by {@link #nanoTime}.
     *
     * @param began when it began to fail
     */
    private record Open(Instant since, long began, long nextTry, String words) {}

    /**
     * @param pause how long nothing is asked before the next try
     * @param clock for words to people only
     * @param nanoTime a clock that nobody sets, {@link System#nanoTime}
     */
    DpsBreaker(Duration pause, Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.circuit = CircuitBreaker.of(
                "dps",
                CircuitBreakerConfig.custom()
                        .clock(new SteadyClock(nanoTime))
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .slidingWindowSize(CALLS)
                        .minimumNumberOfCalls(CALLS)
                        .failureRateThreshold(FAILED_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(pause)
                        .build());
    }

    /**
     * For a caller that has to wait for its turn yet.
     *
     * @throws DpsException.Down if the call would not be made
     */
    void check() {
        var known = open;
        if (known != null && known.nextTry() - nanoTime.getAsLong() > 0) {
            throw down();
        }
    }

    /** @throws DpsException.Down if the call is not made; else what the call throws */
    <T> T guard(Supplier<T> call) {
        if (!circuit.tryAcquirePermission()) {
            throw down();
        }
        try {
            var answer = call.get();
            answered();
            return answer;
        } catch (DpsException failure) {
            if (isTrouble(failure)) {
                failed(failure);
            } else {
                answered();
            }
            throw failure;
        } catch (RuntimeException | Error unrelated) {
            circuit.releasePermission();
            throw unrelated;
        }
    }

    private static boolean isTrouble(DpsException failure) {
        return failure instanceof DpsException.AccessDenied
                || failure instanceof DpsException.Unreachable
                || failure instanceof DpsException.UnknownOutcome
                || failure instanceof DpsException.ComeBackLater later && later.perhapsDone();
    }

    private synchronized void answered() {
        circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        var over = open;
        if (over != null && circuit.getState() == State.CLOSED) {
            LOG.info("DPS answers again, after {}", Duration.ofNanos(nanoTime.getAsLong() - over.began()));
            open = null;
        }
    }

    private synchronized void failed(DpsException failure) {
        var before = circuit.getState();
        circuit.onError(0, TimeUnit.NANOSECONDS, failure);
        if (failure instanceof DpsException.AccessDenied && circuit.getState() == State.CLOSED) {
            circuit.transitionToOpenState();
        }
        if (circuit.getState() == State.OPEN && before != State.OPEN) {
            var now = nanoTime.getAsLong();
            var earlier = open;
            open = new Open(
                    earlier == null ? clock.instant() : earlier.since(),
                    earlier == null ? now : earlier.began(),
                    now + pause.toNanos(),
                    String.valueOf(failure.getMessage()));
            outage().ifPresent(outage -> LOG.warn("{}", outage.sentence()));
        }
    }

    private DpsException.Down down() {
        var known = open;
        return known == null
                ? new DpsException.Down("DPS has just failed; one call finds out whether it is back", Duration.ZERO)
                : new DpsException.Down(shown(known).sentence(), left(known));
    }

    Optional<Outage> outage() {
        return Optional.ofNullable(open).map(this::shown);
    }

    private Outage shown(Open known) {
        return new Outage(known.since(), clock.instant().plus(left(known)), known.words());
    }

    private Duration left(Open known) {
        return Duration.ofNanos(Math.max(0, known.nextTry() - nanoTime.getAsLong()));
    }
}
