package dev.caravan.enrollment;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** Waits of a worker thread, which end early when the hub stops. */
final class Waiting {

    private Waiting() {}

    static void during(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException stopping) {
            throw stopped(stopping);
        }
    }

    static CancellationException stopped(InterruptedException cause) {
        Thread.currentThread().interrupt();
        var stopped = new CancellationException("the hub is stopping");
        stopped.initCause(cause);
        return stopped;
    }
}
