package dev.caravan.hub.callback;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.callback.Courier;
import dev.caravan.ledger.Turns;

/** Works several subscriptions side by side, so that a slow receiver keeps nobody else waiting. Stops with the hub. */
public final class CourierThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CourierThreads.class);
    private static final int THREADS = 16;
    private static final long PATIENCE_SECONDS = 5;

    private final Turns turns;
    private final Courier courier;
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, CourierThreads::daemon);

    public CourierThreads(Turns turns, Courier courier) {
        this.turns = turns;
        this.courier = courier;
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "courier");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to work whatever is due and not at work here already. */
    void sendOut() {
        for (var subscription : turns.open()) {
            if (atWork.add(subscription)) {
                threads.execute(() -> work(subscription));
            }
        }
    }

    private void work(String subscription) {
        try {
            courier.work(subscription);
        } catch (RuntimeException failure) {
            LOG.atWarn()
                    .addKeyValue("subscription", subscription)
                    .addKeyValue("words", failure.getMessage())
                    .log("events could not be delivered, the next look tries again");
        } finally {
            atWork.remove(subscription);
        }
    }

    /** What is not answered soon may be sent once more after the next start. */
    @Override
    public void close() {
        courier.finish();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
