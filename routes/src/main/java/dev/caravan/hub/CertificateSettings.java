package dev.caravan.hub;

import java.nio.file.Path;

import dev.caravan.certificate.LeafProfile;
import dev.caravan.hub.home.KeyStorePassword;

/**
 * The hub's own certificate authority ({@code caravan.certificate}).
 *
 * @param passwordFile file that holds the password of its key stores, and nothing else
 * @param leaf what the boards' certificates look like
 */
public record CertificateSettings(Path passwordFile, LeafProfile leaf) {

    char[] password() {
        return KeyStorePassword.read(passwordFile);
    }
}
