package dev.caravan.custody;

import java.util.Optional;
import java.util.stream.Stream;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;

/**
 * Hands over the identities of a chunk's enrolled boards, activated or not yet, and of no others. An enrolled board whose identity is gone is
 * parked: without its key it can never start.
 */
public final class Deliverer {

    private final Boards boards;
    private final ChunkWork work;
    private final IdentityExit exit;
    private final BatchBoxes boxes;

    public Deliverer(Boards boards, ChunkWork work, IdentityExit exit, BatchBoxes boxes) {
        this.boards = boards;
        this.work = work;
        this.exit = exit;
        this.boxes = boxes;
    }

    /** Works the chunk if it waits for delivery. */
    public ChunkOutcome deliver(ChunkRef chunk) {
        return work.run(chunk, Stage.DELIVER, this::deliver);
    }

    private Optional<String> deliver(Claim claim) {
        var box = boxes.of(claim.chunk().batch());
        var enrolled = boards.of(claim.chunk(), BoardState.ENROLLED);
        var missing =
                exit.deliverAll(box, enrolled.stream().map(Deliverer::identity).toList());
        if (!missing.isEmpty()) {
            boards.settled(claim, missing.stream().map(Deliverer::lost).toList());
        }
        deliverActivated(claim, box);
        exit.destroyAll(
                box,
                boards.of(claim.chunk(), BoardState.PARKED).stream()
                        .filter(board -> board.thumbprint() != null)
                        .map(Deliverer::identity)
                        .toList());
        return Optional.empty();
    }

    /**
     * The manufacturer may have been quicker with the activation than the hub with the delivery. Such a board cannot be
     * parked, because it is enabled; that its identity is missing is written beside it.
     */
    private void deliverActivated(Claim claim, BatchBox box) {
        var activated = Stream.of(BoardState.ACTIVATED, BoardState.REGISTERED)
                .flatMap(state -> boards.of(claim.chunk(), state).stream())
                .map(Deliverer::identity)
                .toList();
        exit.deliverAll(box, activated)
                .forEach(missing -> boards.remark(
                        missing.guid(),
                        "the board is activated, but its identity file is gone from the work folder and the outbox."
                                + " If the flashing station has not taken it, decommission the board"));
    }

    private static IdentityRef identity(Board board) {
        return new IdentityRef(board.guid(), board.requireThumbprint());
    }

    private static Settled lost(IdentityRef identity) {
        return new Settled.Parked(
                identity.guid(),
                "the board is enrolled, but its identity file is gone from the work folder and the outbox;"
                        + " it stays disabled in DPS. It needs a new GUID, or its enrollment must be deleted");
    }
}
