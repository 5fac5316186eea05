package dev.caravan.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody who signs batch files. */
public final class Signer {

    private final KeyPair keys;
    public final X509Certificate certificate;

    private Signer(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    public static Signer named(String name, int keyUsage, Instant from, Instant until) throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var keys = generator.generateKeyPair();
        var subject = new X500Principal("CN=" + name);
        var builder = new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.valueOf(name.hashCode()),
                Date.from(from),
                Date.from(until),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        var holder = builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
        return new Signer(keys, new JcaX509CertificateConverter().getCertificate(holder));
    }

    /** Signs as {@code openssl cms -sign -binary}, its own certificate inside. */
    CMSSignedData sign(byte[] content, String algorithm) throws Exception {
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().build(algorithm, keys.getPrivate(), certificate));
        generator.addCertificates(new JcaCertStore(List.of(certificate)));
        return generator.generate(new CMSProcessableByteArray(content), false);
    }

    public void signBeside(Path input) throws Exception {
        write(input, sign(Files.readAllBytes(input), "SHA256withRSA"));
    }

    static void write(Path input, CMSSignedData signature) throws IOException {
        Files.write(Signatures.of(input), signature.getEncoded());
    }

    static void writePem(Path input, CMSSignedData signature) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            pem.writeObject(signature.toASN1Structure());
        }
        Files.writeString(Signatures.of(input), text.toString());
    }
}
