package dev.caravan.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;

import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenPair;

/** An issuer's keys in a token on their way to a certificate: each waits beside one that it has signed itself. */
final class TokenKeyMaker {

    private static final int SHORT = 8;

    private final Token token;
    private final String label;
    private final CertificateTools tools;

    /** @param label of the issuer's first key */
    TokenKeyMaker(Token token, String label, CertificateTools tools) {
        this.token = token;
        this.label = label;
        this.tools = tools;
    }

    /** Whether it was made here for this issuer and has no certificate but its own. */
    boolean waits(TokenPair pair) {
        var certificate = pair.certificate();
        return (pair.label().equals(label) || pair.label().equals(nextLabel(certificate.getPublicKey())))
                && certificate.getBasicConstraints() < 0
                && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /**
     * A new key.
     *
     * @param subject empty: one that no other has
     * @param first whether the issuer has had none; no later one has its label, which would put it in its place
     */
    TokenPair make(LeafKey kind, String subject, boolean first) {
        return trying(() -> {
            var name = subject.isEmpty()
                    ? new CaFounder(tools, CaLife.USUAL).name("Caravan Issuing CA")
                    : new X500Name(subject);
            var half = KeyFactory.getInstance(kind.algorithm())
                    .generatePublic(new X509EncodedKeySpec(token.makeKeyPair(kind.algorithm(), kind.bits())));
            var made = new TokenPair(first ? label : nextLabel(half), placeholder(name, half));
            token.putCertificate(made.label(), made.certificate());
            return made;
        });
    }

    /** Its key identifier tells it from all others, also in {@code ca status}. */
    private String nextLabel(PublicKey half) {
        return trying(() -> {
            var keyId = new JcaX509ExtensionUtils().createSubjectKeyIdentifier(half);
            return label + "-"
                    + HexFormat.of().formatHex(keyId.getKeyIdentifier()).substring(0, SHORT);
        });
    }

    /** It certifies nothing: only with a certificate beside it does the key stay visible. */
    private X509Certificate placeholder(X500Name name, PublicKey half)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        var now = tools.clock().instant();
        var aDay = new CertificateDraft.Validity(now, now.plus(1, ChronoUnit.DAYS));
        return new CertificateDraft(name, name, half, aDay, tools).sign(signing(half));
    }

    /**
     * The request (PKCS#10) for a certificate of a key that waits, PEM.
     *
     * @param subject empty: as it was made with
     */
    byte[] request(TokenPair waiting, String subject) {
        var half = waiting.certificate().getPublicKey();
        return trying(() -> {
            var name = subject.isEmpty()
                    ? X500Name.getInstance(
                            waiting.certificate().getSubjectX500Principal().getEncoded())
                    : new X500Name(subject);
            return Pem.block("CERTIFICATE REQUEST", AuthorityRequest.der(name, half, signing(half)));
        });
    }

    private SigningKey signing(PublicKey half) {
        return SigningKey.inToken(token, KeyName.pair(half, "'" + label + "'"), half);
    }

    private interface Trying<T> {
        T get() throws GeneralSecurityException, IOException, OperatorCreationException;
    }

    private static <T> T trying(Trying<T> work) {
        try {
            return work.get();
        } catch (GeneralSecurityException | IOException | OperatorCreationException failure) {
            throw new CertificateAuthorityException("no request could be made: " + failure, failure);
        }
    }
}
