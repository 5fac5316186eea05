package dev.caravan.enrollment;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.ledger.Settled;

/**
 * What a read from DPS says about a board that should be there, disabled, with the ledger's thumbprint.
 *
 * @param alarm set when DPS contradicts the ledger
 */
record Reading(Settled settled, Optional<String> alarm) {

    /**
     * Why the create was refused.
     *
     * @param exists whether because the enrollment is there
     * @param words for the operator
     */
    record Refusal(boolean exists, String words) {}

    /**
     * Whatever the service says, an enrollment with the ledger's thumbprint is there because an earlier call, whose
     * answer was lost, has created it: to call the board refused would be to destroy a key that DPS knows.
     *
     * @param refusal null if the create was accepted; otherwise a foreign enrollment is expected, not alarming
     */
    static Reading of(Board board, Optional<StoredEnrollment> stored, @Nullable Refusal refusal) {
        if (stored.isEmpty()) {
            return absent(board, refusal);
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

    private static Reading absent(Board board, @Nullable Refusal refusal) {
        if (refusal == null) {
            return contradiction(board, "DPS accepted the board, but has no enrollment for it");
        }
        return refusal.exists()
                ? contradiction(board, "DPS said that the enrollment exists, but has none")
                : refused(board, refusal);
    }

    /** DPS will not have the board, and does not. */
    static Reading refused(Board board, Refusal refusal) {
        return new Reading(new Settled.Parked(board.guid(), refusal.words()), Optional.empty());
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
