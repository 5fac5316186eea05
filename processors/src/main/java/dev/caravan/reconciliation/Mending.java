package dev.caravan.reconciliation;

import java.util.Optional;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.Patience;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Repair;

/**
 * Makes an enrollment what it was before anybody activated it, or after the board left service: only if it is still as it
 * was seen a moment ago (ETag), and judged by a read afterwards, whatever the answer was.
 */
final class Mending {

    private final Dps dps;
    private final Patience patience;
    private final CloserLook closerLook;
    private final Comparison comparison;

    Mending(Dps dps, Patience patience, CloserLook closerLook, Comparison comparison) {
        this.dps = dps;
        this.patience = patience;
        this.closerLook = closerLook;
        this.comparison = comparison;
    }

    /** @return the finding with what came of it */
    Finding mend(DpsRun run, Finding finding) {
        var guid = new BoardGuid(finding.guid());
        var sight = closerLook.at(guid);
        var again = sight.finding();
        if (again.isEmpty() || again.get().repair() != Repair.POSSIBLE) {
            return again.orElseGet(
                    () -> finding.after(Repair.DONE, "at a second look it was gone, nothing was changed"));
        }
        return judge(run, again.get(), put(sight), closerLook.at(guid));
    }

    private Optional<DpsException> put(CloserLook.Sight sight) {
        var board = sight.known().orElseThrow().board();
        try {
            patience.outlasting(() -> put(board, sight.stored()));
            return Optional.empty();
        } catch (DpsException.Refused | DpsException.ChangedMeanwhile | DpsException.UnknownOutcome failure) {
            return Optional.of(failure);
        }
    }

    /** A board out of service keeps its hub and twin, for when it comes back. */
    private StoredEnrollment put(Board board, Optional<StoredEnrollment> stored) {
        return stored.isPresent() && Judgement.isOutOfService(board)
                ? dps.close(board, stored.get().etag())
                : dps.disable(board, stored.map(StoredEnrollment::etag).orElse(null));
    }

    private Finding judge(DpsRun run, Finding finding, Optional<DpsException> failure, CloserLook.Sight afterwards) {
        if (afterwards.finding().isPresent()) {
            return finding.after(
                    Repair.FAILED,
                    "it could not be mended: "
                            + failure.map(words -> String.valueOf(words.getMessage()))
                                    .orElse("DPS answered success and did nothing"));
        }
        var board = afterwards.known().orElseThrow().board();
        var done = finding.after(
                Repair.DONE,
                "now it is enrolled as it should be, disabled, with the ledger's certificate"
                        + (Judgement.isOutOfService(board) ? "; " + Judgement.identityToo(board) : ""));
        comparison.mended(run.id(), afterwards.guid(), "mended by reconciliation " + run.id() + ": " + done.what());
        return done;
    }
}
