package dev.caravan.custody;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;

/**
 * Hands over the identities of a chunk's enrolled boards, activated or not yet, and of no others. An enrolled board whose
 * identity is gone is parked: without its key it can never start. Before the first hand-over the ledger is told that all
 * others are there: one that is missing when the hub comes back from a crash was taken by the flashing station.
 */
public final class Deliverer {

    /** What stands in between another hand's work still has an identity that its station may be waiting for. */
    private static final BoardState[] DELIVERED = Arrays.stream(BoardState.values())
            .filter(BoardState::wasEnrolled)
            .filter(state -> state != BoardState.DECOMMISSIONING && state != BoardState.DECOMMISSIONED)
            .toArray(BoardState[]::new);

    private final Boards boards;
    private final Chunks chunks;
    private final ChunkWork work;
    private final IdentityExit exit;
    private final BatchBoxes boxes;

    public Deliverer(Boards boards, Chunks chunks, ChunkWork work, IdentityExit exit, BatchBoxes boxes) {
        this.boards = boards;
        this.chunks = chunks;
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
        if (!chunks.deliveryBegan(claim.chunk())) {
            setAsideLost(claim, box);
            chunks.deliveryBegins(claim);
        }
        exit.deliverAll(box, identities(claim, DELIVERED));
        exit.destroyAll(
                box,
                Stream.of(BoardState.PARKED, BoardState.DECOMMISSIONING, BoardState.DECOMMISSIONED)
                        .flatMap(state -> boards.of(claim.chunk(), state).stream())
                        .filter(board -> board.thumbprint() != null)
                        .map(Deliverer::identity)
                        .toList());
        return Optional.empty();
    }

    /**
     * The manufacturer may have been quicker with the activation than the hub with the delivery. Such a board cannot be
     * parked, because it is enabled; that its identity is missing is written beside it.
     */
    private void setAsideLost(Claim claim, BatchBox box) {
        var lost = missing(box, identities(claim, BoardState.ENROLLED));
        if (!lost.isEmpty()) {
            boards.settled(claim, lost.stream().map(Deliverer::lost).toList());
        }
        missing(box, identities(claim, BoardState.ACTIVATED, BoardState.REGISTERED))
                .forEach(identity -> boards.remark(
                        identity.guid(),
                        "the board is activated, but its identity file is gone from the work folder and the outbox."
                                + " If the flashing station has not taken it, decommission the board"));
    }

    private List<IdentityRef> missing(BatchBox box, Collection<IdentityRef> identities) {
        return identities.stream()
                .filter(identity -> exit.find(box, identity).isEmpty())
                .toList();
    }

    private List<IdentityRef> identities(Claim claim, BoardState... states) {
        return Stream.of(states)
                .flatMap(state -> boards.of(claim.chunk(), state).stream())
                .map(Deliverer::identity)
                .toList();
    }

    private static IdentityRef identity(Board board) {
        return new IdentityRef(board.guid(), board.requireThumbprint());
    }

    private static Settled lost(IdentityRef identity) {
        return new Settled.Parked(
                identity.guid(),
                "the board is enrolled, but its identity file is gone from the work folder and the outbox;"
                        + " it stays disabled in DPS. POST /api/v1/boards/" + identity.guid()
                        + "/identity-reissue gives it another one");
    }
}
