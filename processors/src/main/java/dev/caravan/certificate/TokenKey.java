package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

import dev.caravan.hsm.KeyName;

/**
 * An issuer whose key is in the token. Which key that is, the chain says: the one of its first certificate, whatever its label.
 *
 * @param issuer its name
 * @param label of the first key that is made for it here; those that take its place begin with it
 * @param chainFile PEM: the certificate of the key that signs first, the root last
 */
public record TokenKey(String issuer, String label, Path chainFile) {

    /** The key of the certificate. */
    KeyName of(X509Certificate certificate) {
        return KeyName.pair(
                certificate.getPublicKey(), "'" + label + "' (" + certificate.getSubjectX500Principal() + ")");
    }
}
