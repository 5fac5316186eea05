package dev.caravan.reconciliation;

import java.util.List;

import dev.caravan.board.BoardGuid;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.Step;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;

/** Looks closer at the boards of one run that seem to differ, and reports those that do. One thread. */
final class Suspicions {

    private final Desk desk;
    private final DpsRun run;
    private final Tally tally;
    private int differences;
    private int extras;

    Suspicions(Desk desk, DpsRun run, Tally tally) {
        this.desk = desk;
        this.run = run;
        this.tally = tally;
    }

    /** An enrollment that the ledger does not know. A DPS may hold many of them, so not all cost a call of their own. */
    void extra(BoardGuid guid, Step step) {
        if (extras < desk.settings().mostDifferences()) {
            examine(guid, step);
        } else {
            tally.unlisted();
        }
    }

    /** @throws TooMuchDiffersException if this difference is one too many */
    void examine(BoardGuid guid, Step step) {
        var sight = desk.closerLook().at(guid);
        sight.finding().ifPresentOrElse(finding -> report(sight, finding), () -> agree(sight));
        desk.runs().progress(run.id(), step, tally.take());
    }

    private void agree(CloserLook.Sight sight) {
        if (sight.steady() && sight.stored().isPresent()) {
            sight.known()
                    .map(known -> known.board())
                    .filter(Judgement::isEnrolled)
                    .ifPresent(board -> {
                        desk.comparison().agreed(run.id(), List.of(board));
                        tally.agreed(1);
                    });
        }
    }

    private void report(CloserLook.Sight sight, Finding finding) {
        desk.findings().record(run.id(), finding);
        if (sight.alarming()) {
            desk.findings().record(run.id(), alarmed(sight, finding));
        }
        if (finding.kind() == Kind.EXTRA) {
            extras++;
        } else if (++differences > desk.settings().mostDifferences()) {
            throw new TooMuchDiffersException(desk.settings().mostDifferences());
        }
    }

    /** The alarm first: whatever becomes of the repair, somebody must look. */
    private Finding alarmed(CloserLook.Sight sight, Finding finding) {
        var board = sight.known().orElseThrow().board();
        desk.alarms().raise(board, finding.what() + ". Found by run " + run.id() + "; " + finding.advice());
        if (!desk.settings().disableUnexpected() || finding.repair() != Repair.POSSIBLE) {
            return finding;
        }
        var mended = desk.mending().mend(run, finding);
        tally.changed(mended.repair() == Repair.DONE ? 1 : 0);
        return mended;
    }
}
