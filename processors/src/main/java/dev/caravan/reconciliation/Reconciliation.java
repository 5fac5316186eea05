package dev.caravan.reconciliation;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.Step;
import dev.caravan.ledger.Finding.Repair;

/**
 * Compares every enrollment with the ledger, then looks for boards that no page has shown, then repairs if asked to. DPS
 * gives its enrollments in no order, so the ledger marks the boards that it has seen; memory is that of one page.
 */
final class Reconciliation implements Pass {

    private static final int LEDGER_PAGE = 1000;
    private static final int REPAIRED_AT_ONCE = 100;

    private final Desk desk;

    Reconciliation(Desk desk) {
        this.desk = desk;
    }

    @Override
    public String over(DpsRun run) {
        var tally = new Tally();
        var suspicions = new Suspicions(desk, run, tally);
        desk.pages().forEach(page -> {
            compare(run, PageOfBoards.of(page, tally), suspicions, tally);
            desk.runs().progress(run.id(), Step.READING_DPS, tally.take());
        });
        lookForMissing(run, suspicions, tally);
        if (run.changing()) {
            repair(run, tally);
        }
        return words(run);
    }

    private void compare(DpsRun run, Map<BoardGuid, StoredEnrollment> page, Suspicions suspicions, Tally tally) {
        var known = desk.comparison().read(page.keySet());
        var agreed = new ArrayList<Board>();
        var differing = new ArrayList<BoardGuid>();
        page.forEach((guid, stored) -> {
            var board = Optional.ofNullable(known.get(guid));
            if (board.isPresent()
                    && Judgement.of(guid, board, Optional.of(stored)).isPresent()) {
                differing.add(guid);
            }
            board.filter(found -> !found.underWay() && !differing.contains(guid))
                    .map(found -> found.board())
                    .filter(Judgement::isEnrolled)
                    .ifPresent(agreed::add);
        });
        desk.comparison().agreed(run.id(), agreed);
        tally.agreed(agreed.size());
        differing.forEach(guid -> suspicions.examine(guid, Step.READING_DPS));
        page.keySet().stream()
                .filter(guid -> !known.containsKey(guid))
                .forEach(guid -> suspicions.extra(guid, Step.READING_DPS));
    }

    private void lookForMissing(DpsRun run, Suspicions suspicions, Tally tally) {
        var page = desk.comparison().after(null, run, LEDGER_PAGE);
        while (!page.isEmpty()) {
            for (var board : page) {
                if (board.suspicious()) {
                    suspicions.examine(board.guid(), Step.LOOKING_FOR_MISSING);
                }
            }
            desk.runs().progress(run.id(), Step.LOOKING_FOR_MISSING, tally.take());
            page = desk.comparison().after(page.get(page.size() - 1).guid(), run, LEDGER_PAGE);
        }
    }

    /** Only now, when it is sure that no more differs than may. */
    private void repair(DpsRun run, Tally tally) {
        var page = desk.findings().list(run.id(), null, Repair.POSSIBLE, REPAIRED_AT_ONCE);
        while (!page.isEmpty()) {
            for (var finding : page) {
                var mended = desk.mending().mend(run, finding);
                desk.findings().record(run.id(), mended);
                tally.changed(mended.repair() == Repair.DONE ? 1 : 0);
                desk.runs().progress(run.id(), Step.REPAIRING, tally.take());
            }
            page = desk.findings().list(run.id(), page.get(page.size() - 1).guid(), Repair.POSSIBLE, REPAIRED_AT_ONCE);
        }
    }

    private String words(DpsRun run) {
        var now = desk.runs().find(run.id()).orElse(run);
        var kinds = desk.findings().counts(run.id()).entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return "reconciliation " + run.id() + " has compared " + now.enrollments() + " enrollments with the ledger: "
                + (kinds.isEmpty()
                        ? "no difference"
                        : kinds + "; " + now.changed() + " repaired. GET /api/v1/reconciliations/" + run.id()
                                + " says which and what to do");
    }
}
