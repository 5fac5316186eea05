package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a call that may safely be repeated: a read, or a create that answers 409 when it was carried out before. Waits
 * as long as the service asks, or a short time that doubles, with jitter; gives up after so many attempts.
 */
public final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int DOUBLINGS = 6;

    private final int attempts;
    private final Clock clock;
    private final RandomGenerator random;
    private final Pause pause;

    public Patience(int attempts, Clock clock, RandomGenerator random) {
        this(attempts, clock, random, Waiting::during);
    }

    Patience(int attempts, Clock clock, RandomGenerator random, Pause pause) {
        this.attempts = attempts;
        this.clock = clock;
        this.random = random;
        this.pause = pause;
    }

    /** @throws DpsException the last failure, or the first that repeating cannot help */
    public <T> T with(Supplier<T> call) {
        for (var attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (DpsException.ComeBackLater later) {
                giveUpAfter(attempt, later);
                Waiting.until(later.at(), clock, pause);
            } catch (DpsException.Unreachable | DpsException.UnknownOutcome failure) {
                giveUpAfter(attempt, failure);
                pause.during(doubled(attempt));
            }
        }
    }

    /**
     * As {@link #with}, for work that nobody waits for: it outlasts a service that is down as well, and is left alone.
     *
     * @throws DpsException as {@link #with}; also when the service is still down after so many attempts
     */
    public <T> T outlasting(Supplier<T> call) {
        for (var attempt = 1; ; attempt++) {
            try {
                return with(call);
            } catch (DpsException.Down down) {
                giveUpAfter(attempt, down);
                Waiting.until(down.at(), clock, pause);
            }
        }
    }

    private void giveUpAfter(int attempt, DpsException failure) {
        if (attempt >= attempts) {
            throw failure;
        }
    }

    private Duration doubled(int attempt) {
        var longest = FIRST_PAUSE.toMillis() << Math.min(attempt - 1, DOUBLINGS);
        return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
    }
}
