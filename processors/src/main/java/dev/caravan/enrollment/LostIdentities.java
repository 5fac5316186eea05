package dev.caravan.enrollment;

import java.util.List;
import java.util.Optional;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.custody.BatchBox;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.IdentityRecord;
import dev.caravan.custody.IdentityRef;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Settled;

/**
 * Looks, before boards are enrolled, whether each identity is still there. A missing one is issued again, but only after
 * a read has shown that DPS has no enrollment for the board: otherwise DPS would trust a key that nobody has. A board with a
 * key of its own cannot lose it here.
 */
public final class LostIdentities {

    private final Boards boards;
    private final Dps dps;
    private final Patience patience;
    private final BoardIssuers issuers;
    private final IdentityExit exit;
    private final IdentityRecord record;
    private final BatchBoxes boxes;

    public LostIdentities(
            Boards boards, Dps dps, Patience patience, BoardIssuers issuers, IdentityExit exit, BatchBoxes boxes) {
        this.boards = boards;
        this.dps = dps;
        this.patience = patience;
        this.issuers = issuers;
        this.exit = exit;
        this.record = new IdentityRecord(boards, exit);
        this.boxes = boxes;
    }

    /**
     * Issues again what may be issued again, and parks the rest.
     *
     * @param check keeps the claim while DPS is waited for
     */
    void restore(Claim claim, Runnable check) {
        var box = boxes.of(claim.chunk().batch());
        var given = boards.givenKeys().of(claim.chunk());
        for (var board : boards.of(claim.chunk(), BoardState.CERTIFIED)) {
            if (!given.containsKey(board.guid())
                    && exit.find(box, new IdentityRef(board.guid(), board.requireThumbprint()))
                            .isEmpty()) {
                restore(claim, check, box, board);
            }
        }
    }

    private void restore(Claim claim, Runnable check, BatchBox box, Board board) {
        Optional<StoredEnrollment> stored = patience.with(check, () -> dps.find(board.guid(), Precedence.BULK));
        if (stored.isEmpty()) {
            var identity = issuers.in(board.batch()).apply(board).issue(board.guid());
            record.keep(claim, box, List.of(identity));
        } else {
            boards.settled(claim, List.of(new Settled.Parked(board.guid(), reason(board, stored.get()))));
        }
    }

    private static String reason(Board board, StoredEnrollment stored) {
        return stored.attests(board.requireThumbprint())
                ? "DPS has the board, but its identity file is gone; once the batch is complete, POST /api/v1/boards/"
                        + board.guid() + "/identity-reissue gives it another one"
                : "DPS already has an enrollment for this GUID with another certificate (SHA-256 " + stored.thumbprint()
                        + "); it was left as it is. Find out whose it is";
    }
}
