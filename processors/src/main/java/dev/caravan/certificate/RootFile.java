package dev.caravan.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

import dev.caravan.durable.DurableFiles;

/**
 * A root's key and certificate in a file that is kept elsewhere: PKCS#12, or for a name that ends in {@code .pem} PEM, its key in
 * encrypted PKCS#8 (AES-256, PBKDF2 with HMAC-SHA256, 600,000 rounds).
 *
 * @param password opens it; the caller's to overwrite
 */
public record RootFile(Path file, char[] password) {

    private static final int ROUNDS = 600_000;

    private boolean isPem() {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".pem");
    }

    CaKeyStore.Entry read() {
        return isPem() ? readPem() : new CaKeyStore(file).read(password);
    }

    private CaKeyStore.Entry readPem() {
        var certificates = CertificateFile.read(file);
        try (var pem = new PEMParser(new StringReader(CertificateFile.text(file)))) {
            for (var block = pem.readObject(); block != null; block = pem.readObject()) {
                if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                    var opener = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password);
                    var key = new JcaPEMKeyConverter().getPrivateKey(encrypted.decryptPrivateKeyInfo(opener));
                    return new CaKeyStore.Entry(key, certificates);
                }
            }
            throw new CertificateAuthorityException(
                    file + ": there is no encrypted private key (PKCS#8) in it, which is what an export has made");
        } catch (PKCSException | OperatorCreationException unopened) {
            throw new CertificateAuthorityException(file + ": the password does not open the key", unopened);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** A file that is there is never overwritten. */
    void write(CaKeyStore.Entry root) {
        if (Files.exists(file)) {
            throw new CertificateAuthorityException(file + " exists; name a file that does not");
        }
        if (isPem()) {
            DurableFiles.write(file, pem(root), DurableFiles.OWNER_ONLY);
        } else {
            new CaKeyStore(file).write(root, password);
        }
    }

    private byte[] pem(CaKeyStore.Entry root) {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            var lock = new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
                    .setIterationCount(ROUNDS)
                    .setPassword(password)
                    .setProvider(new BouncyCastleProvider())
                    .build();
            pem.writeObject(new JcaPKCS8Generator(root.key(), lock));
            pem.writeObject(root.chain().get(0));
        } catch (OperatorCreationException | IOException failure) {
            throw new CertificateAuthorityException(file + ": cannot be written: " + failure, failure);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
