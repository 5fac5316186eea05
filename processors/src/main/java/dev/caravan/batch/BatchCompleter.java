package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import dev.caravan.board.BoardState;
import dev.caravan.custody.BatchBox;
import dev.caravan.custody.IdentityExit;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.BatchCounts;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.RefusedRow;
import dev.caravan.ledger.ReportRow;

/**
 * Ends a batch: report and summary when no row is in progress, an alarm file when it was stopped. Keys that a worker
 * left behind when it lost its claim are destroyed before the batch counts as complete.
 */
public final class BatchCompleter {

    private static final String ALARM = "ALARM.txt";
    private static final String AWAITING =
            "the board's certificate is asked for later, over EST; nothing is wrong, and it goes on by itself then";

    private final Batches batches;
    private final IdentityExit identities;
    private final Path outbox;
    private final Clock clock;

    public BatchCompleter(Batches batches, IdentityExit identities, Path outbox, Clock clock) {
        this.batches = batches;
        this.identities = identities;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Writes what there is to write; does nothing while rows are in progress, or when it is written. May be repeated.
     *
     * @return empty if nothing was written
     */
    public Optional<BatchEnd> complete(String batchId) {
        if (!batches.isAtItsEnd(batchId)) {
            return Optional.empty();
        }
        var batch = batches.find(batchId).orElseThrow();
        if (batch.state() == Batch.State.STOPPED) {
            return Optional.of(alarm(batch));
        }
        var chunks = batches.chunks(batchId);
        if (batches.hasKeysOfTheHub(batchId)) {
            destroyStrays(batch);
        }
        return batches.isAtItsEnd(batchId) ? Optional.of(report(batch, chunks)) : Optional.empty();
    }

    /** @param chunks how many there were before the first look: a retry makes another one */
    private BatchEnd report(Batch batch, long chunks) {
        var revision = batch.revision() + 1;
        var counts = batches.counts(batch.id());
        var summary =
                new BatchSummary(batch.id(), batch.file(), batch.sha256(), revision, clock.instant(), outcomes(counts));
        var folder = outbox.resolve(batch.id());
        DurableFiles.delete(folder.resolve(ALARM));
        try (var rows = batches.reportRows(batch.id())) {
            BatchReport.write(folder, summary, rows.map(BatchCompleter::line));
        }
        batches.completed(batch.id(), revision, chunks);
        return new BatchEnd.Complete("batch '" + batch.id() + "' is "
                + (revision == 1 ? "complete" : "amended (report revision " + revision + ")") + ": "
                + summary.enrolled() + " enrolled, " + summary.rejected() + " rejected, " + summary.parked()
                + " parked"
                + (summary.awaiting() == 0 ? "" : ", " + summary.awaiting() + " awaiting their requests over EST"));
    }

    /**
     * The folder is read before the ledger is asked: a retry that begins afterwards makes keys that were not
     * there; of a re-issue the ledger knows before its key is kept.
     */
    private void destroyStrays(Batch batch) {
        identities.destroyStrays(
                new BatchBox(batch.id(), batch.rows()),
                identity -> !batches.isAtItsEnd(batch.id()) || batches.awaits(identity.guid(), identity.thumbprint()));
    }

    private BatchEnd alarm(Batch batch) {
        var message = "ALARM: batch '" + batch.id() + "' was stopped: " + batch.alarm()
                + ". No further board of this batch is enrolled or handed over until the cause is found and the batch is"
                + " retried (POST /api/v1/batches/" + batch.id() + "/retries)";
        var folder = outbox.resolve(batch.id());
        DurableFiles.folder(folder);
        DurableFiles.writeShared(
                folder.resolve(ALARM), out -> out.write((message + "\n").getBytes(StandardCharsets.UTF_8)));
        batches.alarmed(batch.id());
        return new BatchEnd.Alarm(message);
    }

    private static Map<RowOutcome, Long> outcomes(BatchCounts counts) {
        var outcomes = new EnumMap<RowOutcome, Long>(RowOutcome.class);
        outcomes.put(RowOutcome.ENROLLED, counts.enrolled());
        outcomes.put(RowOutcome.AWAITING, counts.of(BoardState.AWAITING));
        outcomes.put(RowOutcome.PARKED, counts.of(BoardState.PARKED));
        outcomes.put(RowOutcome.REJECTED, counts.rejected());
        outcomes.put(RowOutcome.DUPLICATE, counts.duplicate());
        return outcomes;
    }

    private static ReportLine line(ReportRow row) {
        var outcome = outcome(row.state());
        var reason = outcome == RowOutcome.AWAITING ? AWAITING : row.reason();
        return new ReportLine(row.line(), row.guid(), outcome, reason == null ? "" : reason);
    }

    private static RowOutcome outcome(String state) {
        if (state.equals(BoardState.PARKED.name())) {
            return RowOutcome.PARKED;
        }
        if (state.equals(BoardState.AWAITING.name())) {
            return RowOutcome.AWAITING;
        }
        if (state.equals(RefusedRow.Outcome.REJECTED.name())) {
            return RowOutcome.REJECTED;
        }
        return state.equals(RefusedRow.Outcome.DUPLICATE.name()) ? RowOutcome.DUPLICATE : RowOutcome.ENROLLED;
    }
}
