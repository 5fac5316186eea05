package dev.caravan.device.identity;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Keys and certificates made on the spot. */
public record TestCertificates(KeyPair keys, X509Certificate certificate) {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    public static TestCertificates selfSigned(String subject) {
        return issue(subject, null);
    }

    public TestCertificates issues(String subject) {
        return issue(subject, this);
    }

    private static TestCertificates issue(String subject, @Nullable TestCertificates issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Principal name = new X500Principal(subject);
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    issuer == null ? name : issuer.certificate().getSubjectX500Principal(),
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(now.minus(1, ChronoUnit.DAYS)),
                    Date.from(now.plus(1, ChronoUnit.DAYS)),
                    name,
                    keys.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.endsWith("CA")));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer == null ? keys.getPrivate() : issuer.keys().getPrivate());
            return new TestCertificates(keys, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The given objects, keys or certificates, as PEM blocks. */
    public static String pem(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    /** The private key as PKCS#8, for {@link #pem}. */
    public Object pkcs8() {
        return new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** The private key as OpenSSL writes one by itself, curve inside. */
    public Object sec1() throws IOException {
        byte[] bare = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                .getPrivateKey()
                .getOctets();
        ECPrivateKey key =
                new ECPrivateKey(256, ECPrivateKey.getInstance(bare).getKey(), SECObjectIdentifiers.secp256r1);
        return new PemObject("EC PRIVATE KEY", key.getEncoded());
    }

    public static Path ownerOnly(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    public DeviceIdentity identity() {
        try {
            return new KeyAndCertificates(keys.getPrivate(), List.of(certificate)).verified(Path.of("memory"));
        } catch (IdentityException e) {
            throw new IllegalStateException(e);
        }
    }
}
