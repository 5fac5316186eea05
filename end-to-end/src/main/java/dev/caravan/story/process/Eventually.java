package dev.caravan.story.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does. Looks twenty times a second on the caller's thread, by the monotonic clock. */
public final class Eventually {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private Eventually() {}

    /**
     * Waits until the probe finds something.
     *
     * @param what for the message, such as {@code "summary.json"}
     * @throws NotInTimeException when the limit is over, or the thread was interrupted
     */
    public static <T> T find(String what, Duration limit, Supplier<Optional<T>> probe) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            var found = probe.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new NotInTimeException("interrupted while waiting for " + what);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new NotInTimeException(what + " did not come within " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** Waits until it holds; as {@link #find} otherwise. */
    public static void holds(String what, Duration limit, BooleanSupplier condition) {
        find(what, limit, () -> condition.getAsBoolean() ? Optional.of(what) : Optional.empty());
    }
}
