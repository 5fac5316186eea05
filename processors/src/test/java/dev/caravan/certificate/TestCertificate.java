package dev.caravan.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate as somebody else's authority makes it, good or bad. */
record TestCertificate(
        X500Name subject,
        X500Name issuer,
        KeyPair key,
        KeyPair signer,
        String signature,
        Instant from,
        Instant until,
        List<Extra> extras) {

    record Extra(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {}

    /** It signs itself, on P-256, and is valid. */
    static TestCertificate of(String subject) {
        var key = TestKeys.ec("secp256r1");
        var name = new X500Name(subject);
        var now = Instant.now();
        return new TestCertificate(
                name,
                name,
                key,
                key,
                "SHA256withECDSA",
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1)),
                List.of());
    }

    TestCertificate with(KeyPair other, String otherSignature) {
        return new TestCertificate(subject, issuer, other, other, otherSignature, from, until, extras);
    }

    TestCertificate with(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value) {
        return new TestCertificate(
                subject, issuer, key, signer, signature, from, until, List.of(new Extra(extension, critical, value)));
    }

    TestCertificate validFrom(Instant begin, Instant end) {
        return new TestCertificate(subject, issuer, key, signer, signature, begin, end, extras);
    }

    TestCertificate signedBy(TestCertificate authority) {
        return new TestCertificate(
                subject, authority.subject, key, authority.key, authority.signature, from, until, extras);
    }

    X509Certificate make() {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer, BigInteger.TEN, Date.from(from), Date.from(until), subject, key.getPublic());
            for (var extra : extras) {
                builder.addExtension(extra.extension(), extra.critical(), extra.value());
            }
            var holder = builder.build(new JcaContentSignerBuilder(signature)
                    .setProvider(TestKeys.BC)
                    .build(signer.getPrivate()));
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String pem() {
        return Pem.of(List.of(make()));
    }
}
