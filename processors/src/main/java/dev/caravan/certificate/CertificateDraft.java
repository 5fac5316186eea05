package dev.caravan.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate under construction, after RFC 5280: what all three kinds have in common. Used by one thread, once. */
final class CertificateDraft {

    private final X509v3CertificateBuilder builder;
    private final CertificateTools tools;

    CertificateDraft(X500Name subject, X500Name issuer, PublicKey key, Validity validity, CertificateTools tools) {
        this.tools = tools;
        builder = new X509v3CertificateBuilder(
                issuer,
                SerialNumbers.random(tools.random()),
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    /** Both ends are cut to whole seconds, as X.509 has nothing finer. */
    record Validity(Instant notBefore, Instant notAfter) {
        Validity {
            notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
            notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    CertificateDraft critical(ASN1ObjectIdentifier extension, ASN1Encodable value) throws IOException {
        builder.addExtension(extension, true, value);
        return this;
    }

    CertificateDraft plain(ASN1ObjectIdentifier extension, ASN1Encodable value) throws IOException {
        builder.addExtension(extension, false, value);
        return this;
    }

    /** Names the certified key and the key that will sign. */
    CertificateDraft identifiers(PublicKey subject, PublicKey issuer) throws IOException, GeneralSecurityException {
        var identifiers = new JcaX509ExtensionUtils();
        return plain(Extension.subjectKeyIdentifier, identifiers.createSubjectKeyIdentifier(subject))
                .plain(Extension.authorityKeyIdentifier, identifiers.createAuthorityKeyIdentifier(issuer));
    }

    /** The certificate as any reader will see it: signed, encoded, and parsed again from its DER. */
    X509Certificate sign(SigningKey issuer) throws IOException, GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder(issuer.algorithm())
                .setProvider(issuer.provider())
                .setSecureRandom(tools.random())
                .build(issuer.key());
        var der = builder.build(signer).getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /** A new key on P-256. */
    static KeyPair newKey(CertificateTools tools) throws GeneralSecurityException {
        return LeafKey.P_256.newPair(tools);
    }
}
