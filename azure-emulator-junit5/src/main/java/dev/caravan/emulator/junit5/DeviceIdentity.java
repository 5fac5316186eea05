package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A P-256 key and its certificate with those above it, nearest first; for tests only, valid from an hour ago for a day.
 */
public record DeviceIdentity(PrivateKey key, List<X509Certificate> chain) {

    private static final char[] NO_SECRET = "test".toCharArray();

    /** What an individual enrollment takes; the common name is the registration id. */
    public static DeviceIdentity selfSigned(String commonName) {
        return make(commonName, null, false);
    }

    /** What an enrollment group takes; it issues the certificates of devices. */
    public static DeviceIdentity authority(String commonName) {
        return make(commonName, null, true);
    }

    /** A device whose certificate this authority has signed. */
    public DeviceIdentity issue(String commonName) {
        return make(commonName, this, false);
    }

    /** An authority below this one. */
    public DeviceIdentity issueAuthority(String commonName) {
        return make(commonName, this, true);
    }

    /** The certificate alone. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The certificate alone, as enrollments take it. */
    public String certificatePem() {
        return pem(certificate());
    }

    /** The key, PKCS#8. */
    public String keyPem() {
        return pem(key);
    }

    private static String pem(Object what) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    KeyManager[] keyManagers() {
        try {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("device", key, NO_SECRET, chain.toArray(X509Certificate[]::new));
            var managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(keys, NO_SECRET);
            return managers.getKeyManagers();
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("cannot show " + certificate().getSubjectX500Principal(), failure);
        }
    }

    private static DeviceIdentity make(String commonName, @Nullable DeviceIdentity issuer, boolean authority) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var subject = new X500Name("CN=" + commonName);
            var start = Instant.now().minus(Duration.ofHours(1));
            var builder = new JcaX509v3CertificateBuilder(
                    issuer == null
                            ? subject
                            : X500Name.getInstance(issuer.certificate()
                                    .getSubjectX500Principal()
                                    .getEncoded()),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(start),
                    Date.from(start.plus(Duration.ofDays(1))),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer == null ? pair.getPrivate() : issuer.key());
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
            if (issuer != null) {
                chain.addAll(issuer.chain());
            }
            return new DeviceIdentity(pair.getPrivate(), List.copyOf(chain));
        } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
            throw new IllegalStateException("cannot make a certificate for " + commonName, failure);
        }
    }
}
