package dev.caravan.custody;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.caravan.board.Board;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.GivenKeys;

/**
 * What a board in service is given next, beside what it has: another identity, or, where it has a key of its own, another
 * certificate for that. What is kept or handed over may be so again.
 */
public final class NextIdentities {

    private final NewIdentities identities;
    private final GivenKeys keys;
    private final Certifying certifying;
    private final CertificateFiles certificates;
    private final BatchBoxes boxes;

    /** Issues the certificate for a key. */
    public interface Certifying {
        X509Certificate certify(Board board, PublicKey key);
    }

    /** @param certificates the way out for boards whose private key is not the hub's */
    public NextIdentities(
            NewIdentities identities,
            GivenKeys keys,
            Certifying certifying,
            CertificateFiles certificates,
            BatchBoxes boxes) {
        this.identities = identities;
        this.keys = keys;
        this.certifying = certifying;
        this.certificates = certificates;
        this.boxes = boxes;
    }

    /**
     * One that was made.
     *
     * @param keeping does what must be done before DPS may be told
     */
    public record Next(CertifiedBoard certified, Runnable keeping) {

        /** Durable when this returns. */
        public void keep() {
            keeping.run();
        }
    }

    /** Why none can be made now; empty if one can. */
    public Optional<String> obstacle(Board board) {
        var key = keys.find(board.guid());
        return key.isEmpty()
                ? identities.obstacle(board)
                : key.filter(given -> given.mode() == GivenKey.Mode.CERTIFICATE).map(given -> ofAnother(board));
    }

    private static String ofAnother(Board board) {
        return "the board's certificate came with its batch, and the hub issues none in the place of another authority's; before it"
                + " ends, another board takes its place: POST /api/v1/boards/" + board.guid() + "/replacement";
    }

    /** Makes it, in memory only. @throws KeyCustodyException if no key may be made */
    public Next make(Board board) {
        var key = keys.find(board.guid());
        if (key.isPresent()) {
            return new Next(certified(board, key.get()), () -> {});
        }
        var identity = identities.make(board);
        return new Next(NewIdentities.certified(identity), () -> identities.keep(board, identity));
    }

    private CertifiedBoard certified(Board board, GivenKey key) {
        var leaf = certifying.certify(board, GivenKeyRules.publicKey(key));
        return IdentityRecord.certified(
                board.guid(), Pem.der(leaf), KeyId.ofIssuer(leaf).orElse(null));
    }

    /** Whether the board's second certificate is safe, with its key if that is the hub's, and has not been handed over. */
    public boolean isKept(Board board) {
        return keys.find(board.guid()).isPresent()
                || identities.isKept(
                        board, Objects.requireNonNull(board.second()).thumbprint());
    }

    /** Hands the second one over, in the place of what may wait or lie there of the first. Durable. */
    public void handOver(Board board) {
        if (keys.find(board.guid()).isPresent()) {
            certificates.deliverAll(boxes.of(board.batch()), List.of(board.renewed()));
        } else {
            identities.discard(board);
            identities.handOver(board.renewed());
        }
    }
}
