package dev.caravan.enrollment;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a call that may safely be repeated: a read, or a create that answers 409 when it was carried out before. Waits
 * as long as the service asks, or a short time that doubles, with jitter; gives up after so many attempts. No clock that
 * somebody may set is looked at.
 */
public final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int DOUBLINGS = 6;
    /** Longest wait in which a claim is not looked after; far less than the shortest lease. */
    private static final Duration SLICE = Duration.ofSeconds(10);

    private final int attempts;
    private final RandomGenerator random;
    private final Pause pause;

    public Patience(int attempts, RandomGenerator random) {
        this(attempts, random, Waiting::during);
    }

    Patience(int attempts, RandomGenerator random, Pause pause) {
        this.attempts = attempts;
        this.random = random;
        this.pause = pause;
    }

    /**
     * Makes the call under a claim.
     *
     * @param claim run before each try, and every few seconds of a wait: keeps the claim; what it throws ends all
     * @throws DpsException the last failure, or the first that repeating cannot help
     */
    <T> T with(Runnable claim, Supplier<T> call) {
        for (var attempt = 1; ; attempt++) {
            claim.run();
            try {
                return call.get();
            } catch (DpsException.ComeBackLater later) {
                giveUpAfter(attempt, later);
                wait(later.pause(), claim);
            } catch (DpsException.Unreachable | DpsException.UnknownOutcome failure) {
                giveUpAfter(attempt, failure);
                wait(doubled(attempt), claim);
            }
        }
    }

    /** The next try begins with the claim as well. */
    private void wait(Duration duration, Runnable claim) {
        var left = duration;
        for (; left.compareTo(SLICE) > 0; left = left.minus(SLICE)) {
            pause.during(SLICE);
            claim.run();
        }
        if (!left.isZero()) {
            pause.during(left);
        }
    }

    /**
     * For work that nobody waits for, under no claim: it outlasts a service that is down as well, and is left alone.
     *
     * @throws DpsException the last failure, or the first that repeating cannot help; also when the service is still down after so many attempts
     */
    public <T> T outlasting(Supplier<T> call) {
        for (var attempt = 1; ; attempt++) {
            try {
                return with(() -> {}, call);
            } catch (DpsException.Down down) {
                giveUpAfter(attempt, down);
                pause.during(down.pause());
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
