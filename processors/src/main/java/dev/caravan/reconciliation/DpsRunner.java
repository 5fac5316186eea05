package dev.caravan.reconciliation;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Requester;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.Patience;
import dev.caravan.ledger.Adoption;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Findings;
import dev.caravan.ledger.RunLostException;

/** Begins runs over DPS, one at a time, and carries them out to an end that the ledger knows. */
public final class DpsRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DpsRunner.class);

    private final DpsRuns runs;
    private final Pass reconciliation;
    private final Pass adoption;

    public DpsRunner(
            DpsRuns runs,
            Findings findings,
            Comparison comparison,
            Dps dps,
            Patience patience,
            Alarms alarms,
            ReconciliationSettings settings,
            Adoption adoption,
            Clock clock) {
        this.runs = runs;
        var closerLook = new CloserLook(dps, patience, comparison);
        var desk = new Desk(
                runs,
                findings,
                comparison,
                new Pages(dps, patience, settings.pageSize()),
                closerLook,
                new Mending(dps, patience, closerLook, comparison),
                alarms,
                settings);
        this.reconciliation = new Reconciliation(desk);
        this.adoption = new AdoptionPass(desk, adoption, clock);
    }

    /**
     * Begins a run, which {@link #carryOut} then does; empty while another one is under way.
     *
     * @param changing whether it may repair what can do no harm
     * @param by who asks; null if nobody does
     */
    public Optional<DpsRun> beginReconciliation(boolean changing, @Nullable Requester by) {
        return runs.begin(Task.RECONCILE, changing, null, by);
    }

    /**
     * Begins a run that puts boards into the ledger which DPS has, and changes nothing in DPS; empty while another one is
     * under way.
     *
     * @param folder where the boards' certificates are
     * @param changing without it the run only says what it would do
     */
    public Optional<DpsRun> beginAdoption(Path folder, boolean changing, Requester by) {
        return runs.begin(Task.ADOPT, changing, folder.toString(), by);
    }

    /** Returns when the run has ended, one way or another. Takes hours where there are millions of boards. */
    public void carryOut(DpsRun run) {
        try {
            var words = (run.task() == Task.ADOPT ? adoption : reconciliation).over(run);
            runs.end(run.id(), State.COMPLETE, null);
            LOG.info("{}", words);
        } catch (TooMuchDiffersException stop) {
            end(run, State.STOPPED, stop.getMessage());
        } catch (DpsException failure) {
            end(run, State.FAILED, failure.getMessage());
        } catch (CancellationException stopping) {
            end(run, State.CUT_OFF, "the hub was stopped meanwhile; begin another run");
        } catch (RunLostException lost) {
            LOG.warn("{}", lost.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.atError().setCause(unexpected).log("run {} over DPS has failed inside the hub", run.id());
            end(run, State.FAILED, "the hub failed (" + unexpected + "); its log says more");
        }
    }

    /** A thread that is interrupted gets no connection to the ledger. */
    private void end(DpsRun run, State state, @Nullable String problem) {
        var interrupted = Thread.interrupted();
        LOG.warn("run {} over DPS has ended as {}: {}", run.id(), state, problem);
        try {
            runs.end(run.id(), state, problem);
        } catch (RuntimeException notEnded) {
            LOG.warn("the next start of the hub ends it in the ledger: {}", notEnded.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
