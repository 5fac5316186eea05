package dev.caravan.emulator;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A device's key and self-signed certificate. */
public record TestIdentity(PrivateKey key, X509Certificate certificate) {

    private static final char[] PASSWORD = "test".toCharArray();

    /** Valid for an hour around now. */
    public static TestIdentity of(String commonName) {
        return of(commonName, Instant.now().plus(Duration.ofHours(1)));
    }

    public static TestIdentity expired(String commonName) {
        return of(commonName, Instant.now().minus(Duration.ofMinutes(1)));
    }

    private static TestIdentity of(String commonName, Instant until) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=" + commonName);
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(Instant.now().minus(Duration.ofHours(1))),
                    Date.from(until),
                    name,
                    pair.getPublic());
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new TestIdentity(
                    pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String pem() {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        return text.toString();
    }

    public byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String thumbprint() {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(der()));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** TLS that shows this identity and trusts only the authority. */
    public SSLContext tls(X509Certificate authority) {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("device", key, PASSWORD, new X509Certificate[] {certificate});
            var managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(keys, PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trust(authority).getTrustManagers(), null);
            return context;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** TLS without a client certificate. */
    static SSLContext anonymousTls(X509Certificate authority) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust(authority).getTrustManagers(), null);
            return context;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static TrustManagerFactory trust(X509Certificate authority) throws Exception {
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("authority", authority);
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(anchors);
        return managers;
    }
}
