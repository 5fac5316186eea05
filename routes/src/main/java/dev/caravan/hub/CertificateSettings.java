package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.caravan.certificate.LeafProfile;

/**
 * The hub's own certificate authority ({@code caravan.certificate}).
 *
 * @param passwordFile file that holds the password of its key stores, and nothing else
 * @param leaf what the boards' certificates look like
 */
public record CertificateSettings(Path passwordFile, LeafProfile leaf) {

    private static final int SHORTEST = 12;

    char[] password() {
        try {
            var password = Files.readString(passwordFile).strip();
            if (password.length() < SHORTEST) {
                throw new IllegalArgumentException("caravan.certificate.password-file: the password in " + passwordFile
                        + " must have at least " + SHORTEST + " characters");
            }
            return password.toCharArray();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.certificate.password-file: " + passwordFile
                            + " cannot be read; it must hold the password of the certificate authority's key stores",
                    unreadable);
        }
    }
}
