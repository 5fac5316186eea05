package dev.caravan.matrix;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and its certificate.
 *
 * @param chain its own certificate first, then who signed it
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {

    private static final AtomicLong SERIALS = new AtomicLong(System.currentTimeMillis());

    /** A board that signs for itself. */
    static Identity selfSigned(String commonName) {
        return issue(commonName, null, false);
    }

    /** A certificate authority that signs for itself. */
    public static Identity root(String commonName) {
        return issue(commonName, null, true);
    }

    Identity intermediate(String commonName) {
        return issue(commonName, this, true);
    }

    public Identity board(String commonName) {
        return issue(commonName, this, false);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    String certificatePem() {
        return pem("CERTIFICATE", encoded(certificate()));
    }

    String chainPem() {
        return chain.stream()
                .map(certificate -> pem("CERTIFICATE", encoded(certificate)))
                .collect(Collectors.joining());
    }

    /** PKCS#8. */
    String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** SHA-256, upper-case hexadecimal. */
    public String thumbprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(encoded(certificate()));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Identity issue(String commonName, Identity issuer, boolean authority) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var certificate = certificate(pair, commonName, issuer, authority);
            var chain = new ArrayList<>(List.of(certificate));
            if (issuer != null) {
                chain.addAll(issuer.chain);
            }
            return new Identity(pair.getPrivate(), List.copyOf(chain));
        } catch (Exception failure) {
            throw new IllegalStateException("no certificate for " + commonName, failure);
        }
    }

    private static X509Certificate certificate(KeyPair pair, String commonName, Identity issuer, boolean authority)
            throws Exception {
        var name = new X500Name("CN=" + commonName);
        var from = issuer == null
                ? name
                : X500Name.getInstance(
                        issuer.certificate().getSubjectX500Principal().getEncoded());
        var builder = new JcaX509v3CertificateBuilder(
                from,
                BigInteger.valueOf(SERIALS.incrementAndGet()),
                Date.from(Instant.now().minus(Duration.ofHours(1))),
                Date.from(Instant.now().plus(Duration.ofHours(1))),
                name,
                pair.getPublic());
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        var signer =
                new JcaContentSignerBuilder("SHA256withECDSA").build(issuer == null ? pair.getPrivate() : issuer.key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String label, byte[] bytes) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, text, label);
    }
}
