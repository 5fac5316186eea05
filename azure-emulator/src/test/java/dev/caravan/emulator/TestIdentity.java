package dev.caravan.emulator;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and its certificate with the issuers above it, nearest first: a device's, or an authority's that issues others.
 */
public record TestIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final char[] PASSWORD = "test".toCharArray();
    private static final Duration HOUR = Duration.ofHours(1);

    /** Self-signed, valid for an hour around now. */
    public static TestIdentity of(String commonName) {
        return make(commonName, Instant.now().plus(HOUR), null, false);
    }

    public static TestIdentity expired(String commonName) {
        return make(commonName, Instant.now().minus(Duration.ofMinutes(1)), null, false);
    }

    /** A self-signed authority. */
    public static TestIdentity authority(String commonName) {
        return make(commonName, Instant.now().plus(HOUR), null, true);
    }

    /** A device's identity signed by this one, whether it may sign or not. */
    public TestIdentity issue(String commonName) {
        return make(commonName, Instant.now().plus(HOUR), this, false);
    }

    public TestIdentity issueExpired(String commonName) {
        return make(commonName, Instant.now().minus(Duration.ofMinutes(1)), this, false);
    }

    /** An authority below this one. */
    public TestIdentity issueAuthority(String commonName) {
        return make(commonName, Instant.now().plus(HOUR), this, true);
    }

    /** The same identity of a device that sends only the first certificates of its chain. */
    public TestIdentity sending(int certificates) {
        return new TestIdentity(key, chain.subList(0, certificates));
    }

    private static TestIdentity make(String commonName, Instant until, TestIdentity issuer, boolean authority) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var name = new X500Name("CN=" + commonName);
            var builder = new JcaX509v3CertificateBuilder(
                    issuer == null
                            ? name
                            : X500Name.getInstance(issuer.certificate()
                                    .getSubjectX500Principal()
                                    .getEncoded()),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(Instant.now().minus(HOUR)),
                    Date.from(until),
                    name,
                    pair.getPublic());
            if (authority) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer == null ? pair.getPrivate() : issuer.key());
            var chain =
                    new ArrayList<>(List.of(new JcaX509CertificateConverter().getCertificate(builder.build(signer))));
            if (issuer != null) {
                chain.addAll(issuer.chain());
            }
            return new TestIdentity(pair.getPrivate(), List.copyOf(chain));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    public String pem() {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate());
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
        return text.toString();
    }

    public byte[] der() {
        try {
            return certificate().getEncoded();
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

    /** Key and certificate in a PKCS#12 file, with the password {@code test}. */
    public Path store(Path folder) {
        try {
            var file = Files.createTempFile(folder, "identity", ".p12");
            try (var out = Files.newOutputStream(file)) {
                keyStore().store(out, PASSWORD);
            }
            return file;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private KeyStore keyStore() throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("device", key, PASSWORD, chain.toArray(X509Certificate[]::new));
        return keys;
    }

    /** TLS that shows this identity and trusts only the authority. */
    public SSLContext tls(X509Certificate authority) {
        try {
            var managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(keyStore(), PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), trust(authority).getTrustManagers(), null);
            return context;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** TLS without a client certificate. */
    public static SSLContext anonymousTls(X509Certificate authority) {
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
