package dev.caravan.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;

/** Makes the two authorities of a new installation. The names carry a random part, so that two sites never look alike. */
final class CaFounder {

    private static final int ROOT_YEARS = 30;
    private static final int ISSUER_YEARS = 25;

    /** A leaf is backdated by up to a day; its issuers must not begin after it. */
    private static final int BACKDATE_DAYS = 1;

    private final CertificateTools tools;

    CaFounder(CertificateTools tools) {
        this.tools = tools;
    }

    CaKeyStore.Entry root() throws GeneralSecurityException, IOException, OperatorCreationException {
        var key = CertificateDraft.newKey(tools);
        var name = name("Caravan Root CA");
        var root = draft(name, name, key.getPublic(), ROOT_YEARS)
                .critical(Extension.basicConstraints, new BasicConstraints(1))
                .identifiers(key.getPublic(), key.getPublic())
                .sign(SigningKey.of(key.getPrivate(), tools.providers()));
        return new CaKeyStore.Entry(key.getPrivate(), List.of(root));
    }

    CaKeyStore.Entry issuer(CaKeyStore.Entry root)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair key = CertificateDraft.newKey(tools);
        var rootCertificate = root.chain().get(0);
        var rootName =
                X500Name.getInstance(rootCertificate.getSubjectX500Principal().getEncoded());
        var issuer = draft(name("Caravan Issuing CA"), rootName, key.getPublic(), ISSUER_YEARS)
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .identifiers(key.getPublic(), rootCertificate.getPublicKey())
                .sign(SigningKey.of(root.key(), tools.providers()));
        return new CaKeyStore.Entry(key.getPrivate(), List.of(issuer, rootCertificate));
    }

    private CertificateDraft draft(X500Name subject, X500Name issuer, PublicKey key, int years) throws IOException {
        return new CertificateDraft(subject, issuer, key, validity(years), tools)
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    private CertificateDraft.Validity validity(int years) {
        Instant now = tools.clock().instant();
        Instant end = now.atZone(ZoneOffset.UTC).plusYears(years).toInstant();
        return new CertificateDraft.Validity(now.minus(BACKDATE_DAYS, ChronoUnit.DAYS), end);
    }

    private X500Name name(String role) {
        var distinction = new byte[4];
        tools.random().nextBytes(distinction);
        return new X500Name("CN=" + role + " " + HexFormat.of().formatHex(distinction));
    }
}
