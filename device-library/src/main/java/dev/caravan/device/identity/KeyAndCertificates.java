package dev.caravan.device.identity;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.naming.InvalidNameException;

/** A private key and certificates in the order of the file, before anyone checked that they belong together. */
record KeyAndCertificates(PrivateKey key, List<X509Certificate> certificates) {

    private static final byte[] PROBE = {1, 2, 3, 4, 5, 6, 7, 8};

    DeviceIdentity verified(Path file) throws IdentityException {
        X509Certificate leaf = leaf(file);
        try {
            Leaf facts = Leaf.of(leaf);
            if (facts == null) {
                throw new IdentityException(file, "the leaf certificate has no common name (CN)");
            }
            return new DeviceIdentity(key, leaf, issuersOf(leaf), facts);
        } catch (GeneralSecurityException | InvalidNameException e) {
            throw new IdentityException(file, "the leaf certificate cannot be read", e);
        }
    }

    private X509Certificate leaf(Path file) throws IdentityException {
        for (X509Certificate candidate : certificates) {
            if (belongsTo(candidate)) {
                return candidate;
            }
        }
        throw new IdentityException(file, "the private key does not belong to any certificate of the file");
    }

    private boolean belongsTo(X509Certificate certificate) {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance("RSA".equals(key.getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign with " + key.getAlgorithm(), e);
        }
    }

    /** Nearest issuer first, whatever the order in the file; certificates that do not lead upwards are left out. */
    private List<X509Certificate> issuersOf(X509Certificate leaf) {
        List<X509Certificate> issuers = new ArrayList<>();
        List<X509Certificate> rest = new ArrayList<>(certificates);
        rest.remove(leaf);
        X509Certificate current = leaf;
        while (true) {
            var wanted = current.getIssuerX500Principal();
            var issuer = rest.stream()
                    .filter(c -> c.getSubjectX500Principal().equals(wanted))
                    .findFirst();
            if (issuer.isEmpty()) {
                return issuers;
            }
            current = issuer.get();
            issuers.add(current);
            rest.remove(current);
        }
    }
}
