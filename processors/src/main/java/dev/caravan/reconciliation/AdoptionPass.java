package dev.caravan.reconciliation;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.AdoptedBoard;
import dev.caravan.ledger.Adoption;
import dev.caravan.ledger.Comparison.Known;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.Step;

/**
 * Puts boards into the ledger that DPS has and that it does not know, page by page, so that it goes on where it was cut
 * off when it is begun again: what is known is left as it is, but for boards that a restore has made the ledger forget. Without leave to change anything it only says what it would
 * do. Changes nothing in DPS.
 */
final class AdoptionPass implements Pass {

    private final Desk desk;
    private final Adoption adoption;
    private final Clock clock;

    AdoptionPass(Desk desk, Adoption adoption, Clock clock) {
        this.desk = desk;
        this.adoption = adoption;
        this.clock = clock;
    }

    @Override
    public String over(DpsRun run) {
        var supplied = SuppliedCertificates.in(Path.of(Objects.requireNonNull(run.folder())));
        var batch = "adopted-" + LocalDate.ofInstant(run.startedAt(), clock.getZone());
        var refusals = new Refusals(desk, run);
        var tally = new Tally();
        desk.pages().forEach(page -> {
            adopt(run, batch, PageOfBoards.of(page, tally), supplied, refusals, tally);
            desk.runs().progress(run.id(), Step.READING_DPS, tally.take());
        });
        if (run.changing()) {
            adoption.finished();
        }
        return "adoption " + run.id() + " has ended. GET /api/v1/adoptions/" + run.id()
                + " says what it has done, and which boards it could not adopt";
    }

    private void adopt(
            DpsRun run,
            String batch,
            Map<BoardGuid, StoredEnrollment> page,
            SuppliedCertificates supplied,
            Refusals refusals,
            Tally tally) {
        var known = desk.comparison().read(page.keySet());
        var adoptable = new ArrayList<AdoptedBoard>();
        var forgotten = new ArrayList<AdoptedBoard>();
        page.forEach((guid, stored) -> {
            var board = known.get(guid);
            if (board != null && !isForgotten(board.board(), stored)) {
                known(board, refusals, tally);
                return;
            }
            var verdict = Candidate.judge(guid, stored, supplied.of(guid));
            if (verdict instanceof Candidate.Verdict.Adoptable good) {
                (board == null ? adoptable : forgotten).add(good.board());
            } else if (verdict instanceof Candidate.Verdict.Refused bad) {
                refusals.add(bad.finding(), tally);
            }
        });
        tally.changed(run.changing() ? adoption.take(batch, run.id(), adoptable) : adoptable.size());
        tally.changed(run.changing() ? adoption.takeBack(run.id(), forgotten) : forgotten.size());
    }

    /**
     * Parked, while DPS has it disabled with another certificate than the ledger's: so it is with a board that was enrolled
     * after the backup that the ledger was restored from.
     */
    private static boolean isForgotten(Board board, StoredEnrollment stored) {
        var thumbprint = board.thumbprint();
        return board.state() == BoardState.PARKED
                && !stored.enabled()
                && (thumbprint == null || !stored.attests(thumbprint));
    }

    /** Left as it is. That DPS has a board which was decommissioned is said all the same. */
    private void known(Known known, Refusals refusals, Tally tally) {
        var board = known.board();
        if (board.state() == BoardState.DECOMMISSIONED) {
            desk.closerLook().at(board.guid()).finding().ifPresent(finding -> refusals.add(finding, tally));
        } else {
            tally.agreed(1);
        }
    }
}
