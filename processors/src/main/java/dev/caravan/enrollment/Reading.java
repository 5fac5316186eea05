package dev.caravan.enrollment;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.enrollment.Dps.ItemRefusal;
import dev.caravan.ledger.Settled;

/**
 * What a read from DPS says about a board that should be there, disabled, with the ledger's thumbprint.
 *
 * @param alarm set when DPS contradicts the ledger
 */
record Reading(Settled settled, Optional<String> alarm) {

    /** @param refusal why the create was refused, if it was: a foreign enrollment is then expected, not alarming */
    static Reading of(Board board, Optional<StoredEnrollment> stored, @Nullable ItemRefusal refusal) {
        if (stored.isEmpty()) {
            return contradiction(
                    board,
                    refusal == null
                            ? "DPS accepted the board, but has no enrollment for it"
                            : "DPS said that the enrollment exists, but has none");
        }
        var enrollment = stored.get();
        if (!enrollment.attests(board.requireThumbprint())) {
            return refusal != null
                    ? conflict(board, enrollment)
                    : contradiction(
                            board,
                            "DPS stored another certificate (" + enrollment.thumbprint() + ") than was sent ("
                                    + board.thumbprint() + ")");
        }
        if (enrollment.enabled()) {
            return contradiction(board, "DPS has the board ENABLED, though it was enrolled disabled");
        }
        return new Reading(new Settled.Enrolled(board.guid(), true), Optional.empty());
    }

    private static Reading conflict(Board board, StoredEnrollment foreign) {
        return new Reading(
                new Settled.Parked(
                        board.guid(),
                        "DPS already has an enrollment for this GUID with another certificate (SHA-256 "
                                + foreign.thumbprint() + "); it was left as it is. Find out whose it is"),
                Optional.empty());
    }

    private static Reading contradiction(Board board, String what) {
        var alarm = "board " + board.guid() + ": " + what;
        return new Reading(new Settled.Parked(board.guid(), what), Optional.of(alarm));
    }
}
