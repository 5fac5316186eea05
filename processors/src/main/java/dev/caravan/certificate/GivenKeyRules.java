package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;
import dev.caravan.board.GivenKey.Mode;

/** What keys that were made elsewhere must be. Every refusal is a {@link RefusedKeyException}. Thread-safe. */
public final class GivenKeyRules {

    private final CertificateTools tools;
    private final List<X509Certificate> trustedIssuers;
    private final KnownKeys known;

    public GivenKeyRules(CertificateTools tools) {
        this(tools, List.of(), new KnownKeys(List.of(), Map::of));
    }

    /**
     * @param trustedIssuers whose certificates a board may bring; when empty, whoever's
     * @param known keys that no board may have
     */
    public GivenKeyRules(CertificateTools tools, Collection<X509Certificate> trustedIssuers, KnownKeys known) {
        this.tools = tools;
        this.trustedIssuers = List.copyOf(trustedIssuers);
        this.known = known;
    }

    /**
     * The key of a certificate request for this board.
     *
     * @param content PEM, base64 or DER
     */
    public GivenKey request(BoardGuid guid, byte[] content) {
        var request = read(content);
        SubjectGuid.requireInEitherCase(request.subject(), guid);
        return new GivenKey(Mode.CSR, request.key().encoded(), request.key().digest());
    }

    private KeyRequest read(byte[] content) {
        var request = KeyRequest.read(content, tools.providers());
        known.refuse(request.key());
        return request;
    }

    /** A request, and the board whose GUID it names. */
    public record Named(BoardGuid guid, GivenKey key) {}

    /** As {@link #request}, of whichever board. */
    public Named requestOfAny(byte[] content) {
        var request = read(content);
        var key = new GivenKey(Mode.EST, request.key().encoded(), request.key().digest());
        return new Named(SubjectGuid.of(request.subject()), key);
    }

    /**
     * A certificate that this board has already.
     *
     * @param content PEM, base64 or DER; in PEM the certificates of its issuers may follow
     */
    public GivenKey certificate(BoardGuid guid, byte[] content) {
        var existing = ExistingCertificate.read(content, guid, trustedIssuers, tools);
        known.refuse(existing.key());
        return new GivenKey(
                Mode.CERTIFICATE,
                Base64.getEncoder().encodeToString(Pem.der(existing.leaf())),
                existing.key().digest());
    }

    /** The key again, of a request that was taken. */
    public static PublicKey publicKey(GivenKey key) {
        try {
            return BoardKey.read(key.requireContent());
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("a key that was taken cannot be read again", damaged);
        }
    }
}
