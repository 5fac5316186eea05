package dev.caravan.hub.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Holds an answer back until there is something to say. Each request that waits holds a thread of the server: so only a few
 * may, and two of one principal; further principals are answered at once. Nobody waits while the hub stops.
 */
public final class LongPoll implements ApplicationListener<ContextClosedEvent> {

    private static final int EACH = 2;
    private static final int MOST_WAITING = 10;
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 500;

    private final Places places = new Places(EACH, MOST_WAITING);
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @return what the last look has found, whether it is enough or not */
    <T> T until(String principal, Duration longest, Supplier<T> look, Predicate<T> enough) {
        var found = look.get();
        if (enough.test(found) || longest.isZero()) {
            return found;
        }
        var place = places.take(principal, "requests for events that wait", RETRY);
        return place.isEmpty() ? found : hold(place.get(), longest, found, look, enough);
    }

    @SuppressWarnings("try") // the place is only held
    private <T> T hold(Places.Place place, Duration longest, T first, Supplier<T> look, Predicate<T> enough) {
        var found = first;
        try (place) {
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
        }
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        stopping.countDown();
    }
}
