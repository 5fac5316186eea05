package dev.caravan.reconciliation;

import java.util.Optional;

import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.Patience;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.Comparison.Known;
import dev.caravan.ledger.Finding;

/**
 * Reads one board once more: from the ledger, from DPS, and from the ledger again. Only when the ledger has not moved in
 * between does what DPS said count, because both sides may change while a page is looked at.
 */
final class CloserLook {

    private final Dps dps;
    private final Patience patience;
    private final Comparison comparison;

    CloserLook(Dps dps, Patience patience, Comparison comparison) {
        this.dps = dps;
        this.patience = patience;
        this.comparison = comparison;
    }

    /** @param steady whether the ledger stood still */
    record Sight(BoardGuid guid, Optional<Known> known, Optional<StoredEnrollment> stored, boolean steady) {

        /** What differs for certain. */
        Optional<Finding> finding() {
            return steady ? Judgement.of(guid, known, stored) : Optional.empty();
        }

        boolean alarming() {
            return steady && Judgement.isAlarming(known, stored);
        }
    }

    Sight at(BoardGuid guid) {
        var before = comparison.read(guid);
        var stored = patience.outlasting(() -> dps.find(guid, Precedence.RECONCILIATION));
        var after = comparison.read(guid);
        return new Sight(guid, after, stored, steady(before, after));
    }

    private static boolean steady(Optional<Known> before, Optional<Known> after) {
        return before.isPresent() == after.isPresent()
                && after.map(now -> now.unchangedSince(before.orElseThrow())).orElse(true);
    }
}
