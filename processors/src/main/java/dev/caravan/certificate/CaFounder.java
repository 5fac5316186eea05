package dev.caravan.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;

/** Makes authorities, and the proof that one has its key. Names carry a random part, so that two never look alike. */
final class CaFounder {

    /** A leaf is backdated by up to a day; its issuers must not begin after it. */
    private static final int BACKDATE_DAYS = 1;

    /** The service looks at a proof within minutes. */
    private static final Duration PROOF = Duration.ofDays(7);

    private static final int LONGEST_COMMON_NAME = 64;

    private final CertificateTools tools;
    private final CaLife life;

    CaFounder(CertificateTools tools, CaLife life) {
        this.tools = tools;
        this.life = life;
    }

    CaKeyStore.Entry root() {
        return made(() -> {
            var key = CertificateDraft.newKey(tools);
            var name = name("Caravan Root CA");
            var root = draft(name, name, key.getPublic(), end(life.rootYears()))
                    .critical(Extension.basicConstraints, new BasicConstraints(1))
                    .identifiers(key.getPublic(), key.getPublic())
                    .sign(SigningKey.of(key.getPrivate(), tools.providers()));
            return new CaKeyStore.Entry(key.getPrivate(), List.of(root));
        });
    }

    CaKeyStore.Entry issuer(CaKeyStore.Entry root) {
        return made(() -> {
            var key = CertificateDraft.newKey(tools);
            var rootCertificate = root.chain().get(0);
            var issuer = draft(
                            name("Caravan Issuing CA"), subject(rootCertificate), key.getPublic(), end(rootCertificate))
                    .critical(Extension.basicConstraints, new BasicConstraints(0))
                    .identifiers(key.getPublic(), rootCertificate.getPublicKey())
                    .sign(SigningKey.of(root.key(), tools.providers()));
            return new CaKeyStore.Entry(key.getPrivate(), List.of(issuer, rootCertificate));
        });
    }

    /** A certificate whose common name is the code that DPS or IoT Hub has made up, for a key that is thrown away. */
    X509Certificate proof(String code, X509Certificate authority, SigningKey key) {
        if (code.isBlank() || code.length() > LONGEST_COMMON_NAME) {
            throw new IllegalArgumentException(
                    "the challenge must be the verification code that the service shows, of 1 to 64 characters, but is '"
                            + code + "'");
        }
        return made(() -> {
            var own = CertificateDraft.newKey(tools);
            var now = tools.clock().instant();
            var validity = new CertificateDraft.Validity(now.minus(BACKDATE_DAYS, ChronoUnit.DAYS), now.plus(PROOF));
            var subject = new X500NameBuilder().addRDN(BCStyle.CN, code).build();
            return new CertificateDraft(subject, subject(authority), own.getPublic(), validity, tools)
                    .critical(Extension.basicConstraints, new BasicConstraints(false))
                    .critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                    .identifiers(own.getPublic(), authority.getPublicKey())
                    .sign(key);
        });
    }

    private static X500Name subject(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private CertificateDraft draft(X500Name subject, X500Name issuer, PublicKey key, Instant end) throws IOException {
        var begin = tools.clock().instant().minus(BACKDATE_DAYS, ChronoUnit.DAYS);
        return new CertificateDraft(subject, issuer, key, new CertificateDraft.Validity(begin, end), tools)
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private Instant end(int years) {
        return tools.clock().instant().atZone(ZoneOffset.UTC).plusYears(years).toInstant();
    }

    /** No issuer outlives its root. */
    private Instant end(X509Certificate root) {
        var wanted = end(life.issuerYears());
        var rootEnd = root.getNotAfter().toInstant();
        return wanted.isAfter(rootEnd) ? rootEnd : wanted;
    }

    X500Name name(String role) {
        var distinction = new byte[4];
        tools.random().nextBytes(distinction);
        return new X500Name("CN=" + role + " " + HexFormat.of().formatHex(distinction));
    }

    private interface Making<T> {
        T make() throws GeneralSecurityException, IOException, OperatorCreationException;
    }

    private static <T> T made(Making<T> making) {
        try {
            return making.make();
        } catch (GeneralSecurityException | IOException | OperatorCreationException failure) {
            throw new CertificateAuthorityException("an authority's certificate cannot be made: " + failure, failure);
        }
    }
}
