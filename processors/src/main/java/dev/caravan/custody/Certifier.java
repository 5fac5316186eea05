package dev.caravan.custody;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.Pem;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;

/**
 * Gives each accepted board of a chunk its identity: key and certificate are durable in the work folder first, then the
 * ledger knows them. Of a board that has a key of its own only the ledger knows: there is nothing secret to keep.
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
            certifyAll(claim, accepted, boards.givenKeys().of(claim.chunk()));
        }
        return Optional.empty();
    }

    void certifyAll(Claim claim, List<Board> accepted, Map<BoardGuid, GivenKey> given) {
        var issuer = issuers.in(claim.chunk().batch());
        var ours = accepted.stream()
                .filter(board -> !given.containsKey(board.guid()))
                .toList();
        if (!ours.isEmpty()) {
            certifyOurs(claim, ours, issuer);
        }
        if (ours.size() < accepted.size()) {
            certifyGiven(claim, accepted, given, issuer);
        }
    }

    private void certifyOurs(Claim claim, List<Board> ours, Function<Board, LeafIssuer> issuer) {
        exit.requireKeysAllowed();
        var bySigner = ours.stream()
                .collect(Collectors.groupingBy(
                        issuer, LinkedHashMap::new, Collectors.mapping(Board::guid, Collectors.toList())));
        var box = boxes.of(claim.chunk().batch());
        bySigner.forEach((signer, guids) -> signer.issueAll(guids, identities -> record.keep(claim, box, identities)));
    }

    private void certifyGiven(
            Claim claim, List<Board> accepted, Map<BoardGuid, GivenKey> given, Function<Board, LeafIssuer> issuer) {
        var certified = new ArrayList<CertifiedBoard>();
        var awaited = new ArrayList<Settled>();
        for (var board : accepted) {
            var key = given.get(board.guid());
            if (key != null && isAwaited(board, key)) {
                awaited.add(new Settled.Awaiting(board.guid()));
            } else if (key != null) {
                certified.add(certified(board, key, issuer));
            }
        }
        if (!awaited.isEmpty()) {
            boards.settled(claim, awaited);
        }
        if (!certified.isEmpty()) {
            boards.certified(claim, certified);
        }
    }

    /** One that is granted its certificate between the looks at board and key waits too, and goes on by itself. */
    private static boolean isAwaited(Board board, GivenKey key) {
        return key.content() == null || key.mode() == GivenKey.Mode.EST && board.certificate() == null;
    }

    private static CertifiedBoard certified(Board board, GivenKey key, Function<Board, LeafIssuer> issuer) {
        var guid = board.guid();
        return switch (key.mode()) {
            case CSR -> {
                var leaf = issuer.apply(board).certify(guid, GivenKeyRules.publicKey(key));
                yield IdentityRecord.certified(
                        guid, Pem.der(leaf), KeyId.ofIssuer(leaf).orElse(null));
            }
            case CERTIFICATE ->
                IdentityRecord.certified(guid, Base64.getDecoder().decode(key.requireContent()), null);
            case EST -> {
                var leaf = board.requireCertificate();
                yield new CertifiedBoard(
                        guid,
                        board.requireThumbprint(),
                        leaf,
                        BoardIssuers.signerOf(leaf).orElse(null));
            }
        };
    }
}
