package dev.caravan.emulator.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * How many service-API calls any 60 seconds may see; off at first. Stricter than the service may be: a window that
 * slides exactly, where the real counting is not public. Refused calls do not count. Safe for all threads.
 */
public final class Quota {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST = 10_000_000;

    private final Clock clock;
    private @Nullable Window window;

    /** The quota is off until it is set. */
    public Quota(Clock clock) {
        this.clock = clock;
    }

    private static final class Window {

        private final Instant[] admitted;
        private final boolean retryAfter;
        private int next;

        Window(int perMinute, boolean retryAfter) {
            this.admitted = new Instant[perMinute];
            this.retryAfter = retryAfter;
        }

        /** Null when the call is admitted, otherwise how long until one would be. */
        @Nullable
        Duration admit(Instant now) {
            var oldest = admitted[next];
            if (oldest != null && oldest.plus(WINDOW).isAfter(now)) {
                return Duration.between(now, oldest.plus(WINDOW));
            }
            admitted[next] = now;
            next = (next + 1) % admitted.length;
            return null;
        }
    }

    /**
     * Puts the quota in force with an empty window.
     *
     * @throws IllegalArgumentException when the number is out of range
     */
    public synchronized void set(int perMinute, boolean retryAfter) {
        if (perMinute < 1 || perMinute > MOST) {
            throw new IllegalArgumentException("perMinute must be from 1 to " + MOST);
        }
        window = new Window(perMinute, retryAfter);
    }

    /** No limit any more. */
    public synchronized void off() {
        window = null;
    }

    synchronized Optional<Refusal> admit(Attempt attempt) {
        if (window == null || attempt.plane() != Attempt.Plane.SERVICE) {
            return Optional.empty();
        }
        var wait = window.admit(clock.instant());
        if (wait == null) {
            return Optional.empty();
        }
        var seconds = (int) Math.max(1, wait.plusMillis(999).toSeconds());
        return Optional.of(new Refusal(429, window.retryAfter ? seconds : null, null, null));
    }
}
