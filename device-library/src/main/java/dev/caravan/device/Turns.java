package dev.caravan.device;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one piece of a device's work run at a time on shared threads, and holds at most one that is still to come. While a device
 * waits it occupies a timer entry, never a thread.
 */
final class Turns {

    /** Work that may block. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final ScheduledExecutorService timer;
    private final Executor workers;
    private boolean running;
    private boolean closed;
    private @Nullable Work waiting;
    private @Nullable ScheduledFuture<?> later;
    private @Nullable Future<?> current;

    Turns(ScheduledExecutorService timer, Executor workers) {
        this.timer = timer;
        this.workers = workers;
    }

    /** Replaces whatever was to come later; without a wait, at once. */
    synchronized void after(Optional<Duration> wait, Work work) {
        dropLater();
        if (closed) {
            return;
        }
        long millis = Math.max(0, wait.orElse(Duration.ZERO).toMillis());
        later = timer.schedule(() -> now(work), millis, TimeUnit.MILLISECONDS);
    }

    /** As soon as the work under way is done; replaces whatever was to come. */
    synchronized void now(Work work) {
        dropLater();
        if (closed) {
            return;
        }
        if (running) {
            waiting = work;
            return;
        }
        running = true;
        FutureTask<?> task = new FutureTask<>(() -> perform(work), null);
        current = task;
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            running = false;
            LOG.atDebug().setCause(e).log("Work came after the end");
        }
    }

    private void perform(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A device's turn ended in an error");
        } finally {
            next();
        }
    }

    private synchronized void next() {
        running = false;
        Work work = waiting;
        waiting = null;
        if (work != null) {
            now(work);
        }
    }

    private void dropLater() {
        if (later != null) {
            later.cancel(false);
            later = null;
        }
    }

    /** Interrupts the work under way and forgets the rest. */
    synchronized void close() {
        closed = true;
        dropLater();
        waiting = null;
        if (current != null) {
            current.cancel(true);
        }
    }
}
