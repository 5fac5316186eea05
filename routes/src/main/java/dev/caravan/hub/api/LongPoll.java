package dev.caravan.hub.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Holds an answer back until there is something to say. Each request that waits holds a thread of the server: so only a few
 * may, the others are answered at once. Nobody waits while the hub stops.
 */
public final class LongPoll implements ApplicationListener<ContextClosedEvent> {

    private static final int MOST_WAITING = 20;
    private static final long PAUSE_MILLIS = 500;

    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @return what the last look has found, whether it is enough or not */
    <T> T until(Duration longest, Supplier<T> look, Predicate<T> enough) {
        var found = look.get();
        if (enough.test(found) || longest.isZero() || !places.tryAcquire()) {
            return found;
        }
        try {
            var end = System.nanoTime() + longest.toNanos();
            while (!enough.test(found)
                    && System.nanoTime() < end
                    && !stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                found = look.get();
            }
            return found;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return found;
        } finally {
            places.release();
        }
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        stopping.countDown();
    }
}
