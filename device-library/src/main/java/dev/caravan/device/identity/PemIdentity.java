package dev.caravan.device.identity;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads the key (PKCS#8, or OpenSSL's own EC and RSA forms) and the certificates of one PEM file, in any order. */
final class PemIdentity {

    private final Path file;
    private final List<PrivateKeyInfo> keys = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();

    private PemIdentity(Path file) {
        this.file = file;
    }

    static KeyAndCertificates read(Path file) throws IdentityException {
        PemIdentity pem = new PemIdentity(file);
        pem.readBlocks();
        if (pem.keys.size() != 1) {
            throw new IdentityException(
                    file, "a PEM identity has exactly one private key, this has " + pem.keys.size());
        }
        if (pem.certificates.isEmpty()) {
            throw new IdentityException(file, "a PEM identity has at least the leaf certificate, this has none");
        }
        return new KeyAndCertificates(pem.key(), pem.certificates);
    }

    private void readBlocks() throws IdentityException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                take(block);
            }
        } catch (IOException | CertificateException | RuntimeException e) {
            throw new IdentityException(file, "it is not a readable PEM file, perhaps incomplete", e);
        }
    }

    private void take(Object block) throws CertificateException, IdentityException {
        if (block instanceof PrivateKeyInfo key) {
            keys.add(key);
        } else if (block instanceof PEMKeyPair pair) {
            keys.add(pair.getPrivateKeyInfo());
        } else if (block instanceof X509CertificateHolder certificate) {
            certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
        } else if (block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair) {
            throw new IdentityException(file, "the private key is encrypted; use PKCS#12 for a key with a password");
        }
    }

    private PrivateKey key() throws IdentityException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(keys.get(0));
        } catch (IOException e) {
            throw new IdentityException(file, "the private key is of a kind that this Java cannot use", e);
        }
    }
}
