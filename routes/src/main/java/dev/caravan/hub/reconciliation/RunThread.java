package dev.caravan.hub.reconciliation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.ledger.DpsRun;
import dev.caravan.reconciliation.DpsRunner;

/** The one thread that carries out runs, for hours perhaps, while whoever began them goes on. Stops with the hub. */
public final class RunThread implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final DpsRunner runner;
    private final Runnable ended;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(RunThread::daemon);

    /** @param ended called when a run has ended, but not in a hub that stops: the batch of adopted boards wants its report */
    public RunThread(DpsRunner runner, Runnable ended) {
        this.runner = runner;
        this.ended = ended;
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "dps-run");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to compare the ledger with DPS; empty while another run is under way. @param by null if nobody asks */
    public Optional<DpsRun> reconcile(boolean repair, @Nullable Requester by) {
        return carryOut(runner.beginReconciliation(repair, by));
    }

    /** Begins to adopt boards that DPS has; empty while another run is under way. */
    public Optional<DpsRun> adopt(Path folder, boolean apply, Requester by) {
        return carryOut(runner.beginAdoption(folder, apply, by));
    }

    private Optional<DpsRun> carryOut(Optional<DpsRun> begun) {
        begun.ifPresent(run -> thread.execute(() -> {
            runner.carryOut(run);
            if (!thread.isShutdown()) {
                ended.run();
            }
        }));
        return begun;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
