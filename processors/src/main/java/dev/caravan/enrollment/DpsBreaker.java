package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * while; then one is let through, and its end decides. An answer of any other kind, a 429 too, shows that the service is
 * there.
 */
final class DpsBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(DpsBreaker.class);
    private static final int CALLS = 10;
    private static final int FAILED_PERCENT = 90;

    private final CircuitBreaker circuit;
    private final Clock clock;
    private final Duration pause;
    private @Nullable Outage outage;

    /** @param pause how long nothing is asked before the next try */
    DpsBreaker(Duration pause, Clock clock) {
        this.clock = clock;
        this.pause = pause;
        this.circuit = CircuitBreaker.of(
                "dps",
                CircuitBreakerConfig.custom()
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .slidingWindowSize(CALLS)
                        .minimumNumberOfCalls(CALLS)
                        .failureRateThreshold(FAILED_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitDurationInOpenState(pause)
                        .build());
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
        return failure instanceof DpsException.Unreachable
                || failure instanceof DpsException.UnknownOutcome
                || failure instanceof DpsException.ComeBackLater later && later.perhapsDone();
    }

    private synchronized void answered() {
        circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        if (outage != null && circuit.getState() == State.CLOSED) {
            LOG.info("DPS answers again, after {}", Duration.between(outage.since(), clock.instant()));
            outage = null;
        }
    }

    private synchronized void failed(DpsException failure) {
        circuit.onError(0, TimeUnit.NANOSECONDS, failure);
        if (circuit.getState() == State.OPEN) {
            var now = clock.instant();
            var since = outage == null ? now : outage.since();
            outage = new Outage(since, now.plus(pause), String.valueOf(failure.getMessage()));
            LOG.warn("{}", outage.sentence());
        }
    }

    private synchronized DpsException.Down down() {
        return outage == null
                ? new DpsException.Down("DPS has just failed; one call finds out whether it is back", clock.instant())
                : new DpsException.Down(outage.sentence(), outage.nextTry());
    }

    synchronized Optional<Outage> outage() {
        return Optional.ofNullable(outage);
    }
}
