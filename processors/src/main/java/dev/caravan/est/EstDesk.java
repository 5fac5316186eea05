package dev.caravan.est;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Requester;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.CertificateAuthorityException;
import dev.caravan.certificate.CertificatesOnly;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.GivenKeyRules.Named;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.RefusedKeyException;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.est.EstAnswer.Granted;
import dev.caravan.est.EstAnswer.NotAwaited;
import dev.caravan.est.EstAnswer.Refused;
import dev.caravan.est.EstAnswer.Unavailable;
import dev.caravan.hsm.TokenUnavailableException;
import dev.caravan.ledger.AwaitedRequests;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.IssuingAuthorities;

/**
 * Serves boards that were accepted in a batch with {@code key_mode} {@code est}, each once: the same request, or another one
 * for the same key, gets the same certificate again, so that a lost answer costs nothing.
 */
public final class EstDesk {

    private static final Logger LOG = LoggerFactory.getLogger(EstDesk.class);

    private final Boards boards;
    private final AwaitedRequests awaited;
    private final BoardIssuers leaves;
    private final Issuers issuers;
    private final IssuingAuthorities authorities;
    private final GivenKeyRules rules;

    public EstDesk(
            Boards boards,
            AwaitedRequests awaited,
            BoardIssuers leaves,
            Issuers issuers,
            IssuingAuthorities authorities,
            GivenKeyRules rules) {
        this.boards = boards;
        this.awaited = awaited;
        this.leaves = leaves;
        this.issuers = issuers;
        this.authorities = authorities;
        this.rules = rules;
    }

    /** The authorities that issue, and their roots. */
    public byte[] authorities() {
        return CertificatesOnly.of(issuers.names().stream()
                .map(issuers::named)
                .flatMap(issuer -> issuer.chain().stream())
                .distinct()
                .toList());
    }

    /** What a request should look like (RFC 7030, 4.5.2): a key on P-256, signed with SHA-256. DER. */
    public byte[] attributes() {
        var curve = new Attribute(X9ObjectIdentifiers.id_ecPublicKey, new DERSet(SECObjectIdentifiers.secp256r1));
        ASN1ObjectIdentifier signature = X9ObjectIdentifiers.ecdsa_with_SHA256;
        try {
            return new DERSequence(new ASN1Encodable[] {curve, signature}).getEncoded("DER");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Issues the certificate of a board that waits for it, or gives the one that it has.
     *
     * @param content PKCS#10: base64, PEM or DER
     */
    public EstAnswer enroll(byte[] content, Requester by) {
        try {
            var request = rules.requestOfAny(content);
            return has(request) ? granted(request) : issue(request, by);
        } catch (RefusedKeyException refused) {
            return new Refused(String.valueOf(refused.getMessage()));
        } catch (TokenUnavailableException | CertificateAuthorityException notNow) {
            LOG.atWarn().log("no certificate can be issued over EST: {}", notNow.getMessage());
            return new Unavailable();
        }
    }

    /** Gives the certificate that the board has, or is rolled to, for the key that it has. */
    public EstAnswer enrollAgain(byte[] content) {
        try {
            var request = rules.requestOfAny(content);
            return has(request)
                    ? granted(request)
                    : new NotAwaited(
                            "Board " + request.guid() + " has no certificate for this key over EST. A first one is"
                                    + " asked for with simpleenroll; another key is no matter of EST, because DPS must learn of"
                                    + " it first");
        } catch (RefusedKeyException refused) {
            return new Refused(String.valueOf(refused.getMessage()));
        }
    }

    private boolean has(Named request) {
        return boards.givenKeys()
                .find(request.guid())
                .filter(key -> key.mode() == GivenKey.Mode.EST
                        && Objects.equals(key.digest(), request.key().digest()))
                .isPresent();
    }

    private EstAnswer issue(Named request, Requester by) {
        var guid = request.guid();
        var waits =
                boards.givenKeys().find(guid).filter(key -> key.mode() == GivenKey.Mode.EST && key.digest() == null);
        if (waits.isEmpty()) {
            return notAwaited(request);
        }
        var board = boards.find(guid).orElseThrow();
        var issuer = leaves.in(board.batch()).apply(board);
        var leaf = Pem.der(issuer.certify(guid, GivenKeyRules.publicKey(request.key())));
        var certified = new CertifiedBoard(
                guid, Thumbprint.of(leaf), Base64.getEncoder().encodeToString(leaf));
        return switch (awaited.grant(certified, request.key(), by)) {
            case RECORDED -> granted(request);
            case NOT_AWAITED -> has(request) ? granted(request) : notAwaited(request);
            case KEY_OF_ANOTHER ->
                new Refused("each board must have a key of its own, but this public key (SHA-256 "
                        + request.key().digest() + ") is already that of another board");
        };
    }

    private static EstAnswer notAwaited(Named request) {
        return new NotAwaited(
                "No request of board " + request.guid() + " is waited for: it is in no batch with key_mode"
                        + " 'est', or it has a certificate for another key already. Nothing was issued");
    }

    private EstAnswer granted(Named request) {
        var board = boards.find(request.guid()).orElseThrow().renewed();
        try {
            var leaf = Pem.ofBoard(board.requireCertificate());
            var all = new ArrayList<X509Certificate>(List.of(leaf));
            var issuer = KeyId.ofIssuer(leaf).flatMap(authorities::find);
            if (issuer.isPresent()) {
                all.addAll(Pem.certificates(issuer.get().chain().getBytes(StandardCharsets.US_ASCII)));
            }
            return new Granted(CertificatesOnly.of(all));
        } catch (CertificateException damaged) {
            throw new IllegalStateException("the certificate of board " + board.guid() + " is damaged", damaged);
        }
    }
}
