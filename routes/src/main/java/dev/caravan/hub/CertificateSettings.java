package dev.caravan.hub;

import java.nio.file.Path;

import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.hub.home.KeyStorePassword;

/**
 * The hub's own certificate authority ({@code caravan.certificate}).
 *
 * @param passwordFile file that holds the password of its key stores, and nothing else; empty: it is in the environment
 * @param provider which JCA provider makes keys and signatures
 * @param leaf what the boards' certificates look like
 * @param tokenKey label of the issuing authority's key in {@code caravan.token}; empty: it is in a key store of the hub's own
 * @param chainFile with such a key: its certificate first, the root last, PEM
 */
public record CertificateSettings(
        Path passwordFile, CryptoProviders.Wish provider, LeafProfile leaf, String tokenKey, Path chainFile) {

    boolean inToken() {
        return !tokenKey.isEmpty();
    }

    char[] password() {
        return KeyStorePassword.read(passwordFile);
    }
}
