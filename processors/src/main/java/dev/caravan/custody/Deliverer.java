package dev.caravan.custody;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
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

    private static final BoardState[] ENDED = {BoardState.PARKED, BoardState.DECOMMISSIONING, BoardState.DECOMMISSIONED
    };

    private final Boards boards;
    private final Chunks chunks;
    private final ChunkWork work;
    private final IdentityExit exit;
    private final CertificateFiles certificates;
    private final BatchBoxes boxes;

    /** @param certificates the way out for boards whose private key is not the hub's */
    public Deliverer(
            Boards boards,
            Chunks chunks,
            ChunkWork work,
            IdentityExit exit,
            CertificateFiles certificates,
            BatchBoxes boxes) {
        this.boards = boards;
        this.chunks = chunks;
        this.work = work;
        this.exit = exit;
        this.certificates = certificates;
        this.boxes = boxes;
    }

    /** Works the chunk if it waits for delivery. */
    public ChunkOutcome deliver(ChunkRef chunk) {
        return work.run(chunk, Stage.DELIVER, this::deliver);
    }

    private Optional<String> deliver(Claim claim) {
        var box = boxes.of(claim.chunk().batch());
        var given = boards.givenKeys().of(claim.chunk()).keySet();
        if (!chunks.deliveryBegan(claim.chunk())) {
            setAsideLost(claim, given, box);
            chunks.deliveryBegins(claim);
        }
        var delivered = of(claim, DELIVERED);
        var ours = identities(delivered, given);
        if (!ours.isEmpty()) {
            exit.deliverAll(box, ours);
        }
        certificates.deliverAll(
                box,
                delivered.stream().filter(board -> given.contains(board.guid())).toList());
        var ended = identities(of(claim, ENDED), given);
        if (!ended.isEmpty()) {
            exit.destroyAll(box, ended);
        }
        return Optional.empty();
    }

    /**
     * The manufacturer may have been quicker with the activation than the hub with the delivery. Such a board cannot be
     * parked, because it is enabled; that its identity is missing is written beside it.
     */
    private void setAsideLost(Claim claim, Set<BoardGuid> given, BatchBox box) {
        var lost = missing(box, identities(of(claim, BoardState.ENROLLED), given));
        if (!lost.isEmpty()) {
            boards.settled(claim, lost.stream().map(Deliverer::lost).toList());
        }
        missing(box, identities(of(claim, BoardState.ACTIVATED, BoardState.REGISTERED), given))
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

    private List<Board> of(Claim claim, BoardState... states) {
        return Stream.of(states)
                .flatMap(state -> boards.of(claim.chunk(), state).stream())
                .toList();
    }

    /** Of boards that have one, and whose key was made here. */
    private static List<IdentityRef> identities(List<Board> boards, Set<BoardGuid> given) {
        return boards.stream()
                .filter(board -> board.thumbprint() != null && !given.contains(board.guid()))
                .map(board -> new IdentityRef(board.guid(), board.requireThumbprint()))
                .toList();
    }

    private static Settled lost(IdentityRef identity) {
        return new Settled.Parked(
                identity.guid(),
                "the board is enrolled, but its identity file is gone from the work folder and the outbox;"
                        + " it stays disabled in DPS. POST /api/v1/boards/" + identity.guid()
                        + "/identity-reissue gives it another one");
    }
}
