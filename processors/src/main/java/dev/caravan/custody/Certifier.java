package dev.caravan.custody;

import java.util.List;
import java.util.Optional;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Stage;

/**
 * Gives each accepted board of a chunk its identity: key and certificate are durable in the work folder first, then the
 * ledger knows them.
 */
public final class Certifier {

    private final Boards boards;
    private final ChunkWork work;
    private final LeafIssuer issuer;
    private final IdentityExit exit;
    private final IdentityRecord record;
    private final BatchBoxes boxes;

    public Certifier(Boards boards, ChunkWork work, LeafIssuer issuer, IdentityExit exit, BatchBoxes boxes) {
        this.boards = boards;
        this.work = work;
        this.issuer = issuer;
        this.exit = exit;
        this.record = new IdentityRecord(boards, exit);
        this.boxes = boxes;
    }

    /** Works the chunk if it waits for certificates. */
    public ChunkOutcome certify(ChunkRef chunk) {
        return work.run(chunk, Stage.CERTIFY, this::certify);
    }

    private Optional<String> certify(Claim claim) {
        var accepted = boards.of(claim.chunk(), BoardState.ACCEPTED);
        if (!accepted.isEmpty()) {
            certifyAll(claim, accepted);
        }
        return Optional.empty();
    }

    void certifyAll(Claim claim, List<Board> accepted) {
        exit.requireKeysAllowed();
        var identities = issuer.issueAll(accepted.stream().map(Board::guid).toList());
        record.keep(claim, boxes.of(claim.chunk().batch()), identities);
    }
}
