package dev.caravan.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.certificate.Pem;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.durable.DurableFiles;

/**
 * The key that signs checkpoints: of its own, not the certificate authority's. Made at the first start, in a PKCS#12 file
 * under the password of the authority's key stores; its certificate lies beside it, for the auditor to take away.
 */
public final class Seal {

    static final String CERTIFICATE = "checkpoint-signer.pem";

    private static final Logger LOG = LoggerFactory.getLogger(Seal.class);
    private static final String KEY = "checkpoint-signer.p12";
    private static final String ALIAS = "checkpoint-signer";
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int YEARS = 30;
    private static final int SERIAL_BITS = 120;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private Seal(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** @throws IllegalStateException if the key cannot be read with this password */
    public static Seal openOrMake(Path folder, char[] password, Clock clock) {
        var file = DurableFiles.ownerOnlyFolder(folder).resolve(KEY);
        try {
            if (!Files.exists(file)) {
                make(folder, password, clock);
            }
            var store = KeyStore.getInstance("PKCS12");
            try (var in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            return new Seal((PrivateKey) store.getKey(ALIAS, password), (X509Certificate) store.getCertificate(ALIAS));
        } catch (IOException | GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException(
                    file + ": the key that signs audit checkpoints cannot be used: " + failure.getMessage(), failure);
        }
    }

    private static void make(Path folder, char[] password, Clock clock)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var serial = new BigInteger(SERIAL_BITS, new SecureRandom());
        var name = new X500Principal(
                "CN=Caravan audit checkpoints " + serial.toString(16).substring(0, 8));
        var now = clock.instant();
        var end = now.atZone(ZoneOffset.UTC).plusYears(YEARS).toInstant();
        var builder =
                new JcaX509v3CertificateBuilder(name, serial, Date.from(now), Date.from(end), name, keys.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        var certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(keys.getPrivate())));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, keys.getPrivate(), password, new Certificate[] {certificate});
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        DurableFiles.write(
                folder.resolve(CERTIFICATE),
                Pem.of(List.of(certificate)).getBytes(StandardCharsets.US_ASCII),
                DurableFiles.READABLE);
        DurableFiles.write(folder.resolve(KEY), bytes.toByteArray(), DurableFiles.OWNER_ONLY);
        LOG.atInfo()
                .addKeyValue("certificate", folder.resolve(CERTIFICATE))
                .addKeyValue("sha256", Thumbprint.of(certificate))
                .log("audit checkpoints are signed by a new key; give its certificate to whoever audits");
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A detached CMS signature (RFC 5652), DER, which carries the certificate: so it says itself who has signed. */
    byte[] sign(String text) {
        try {
            var generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSimpleSignerInfoGeneratorBuilder().build(ALGORITHM, key, certificate));
            generator.addCertificate(new JcaX509CertificateHolder(certificate));
            return generator
                    .generate(new CMSProcessableByteArray(text.getBytes(StandardCharsets.UTF_8)), false)
                    .getEncoded();
        } catch (CMSException | OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException("a checkpoint cannot be signed", impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
