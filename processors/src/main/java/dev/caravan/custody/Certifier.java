package dev.caravan.custody;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.IssuedIdentity;
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
    private final BoardIssuers issuers;
    private final IdentityExit exit;
    private final IdentityRecord record;
    private final BatchBoxes boxes;

    public Certifier(Boards boards, ChunkWork work, BoardIssuers issuers, IdentityExit exit, BatchBoxes boxes) {
        this.boards = boards;
        this.work = work;
        this.issuers = issuers;
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
        var batch = claim.chunk().batch();
        var issuer = issuers.in(batch);
        var bySigner = accepted.stream()
                .collect(Collectors.groupingBy(
                        issuer, LinkedHashMap::new, Collectors.mapping(Board::guid, Collectors.toList())));
        var identities = new ArrayList<IssuedIdentity>();
        bySigner.forEach((signer, guids) -> identities.addAll(signer.issueAll(guids)));
        record.keep(claim, boxes.of(batch), identities);
    }
}
