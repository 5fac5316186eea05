package dev.caravan.hub;

import java.nio.file.Path;
import java.util.List;

import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.IssuerSettings;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.hub.home.KeyStorePassword;

/**
 * The hub's own certificate authority ({@code caravan.certificate}).
 *
 * @param passwordFile file that holds the password of its key stores, and nothing else; empty: it is in the environment
 * @param provider which JCA provider makes keys and signatures
 * @param leaf what the boards' certificates look like
 * @param tokenKey label of the default issuer's key in {@code caravan.token}; empty: it is in a key store of the hub's own
 * @param chainFile with such a key: its certificate first, the root last, PEM
 * @param issuers further issuers, and which boards they sign for
 */
public record CertificateSettings(
        Path passwordFile,
        CryptoProviders.Wish provider,
        LeafProfile leaf,
        String tokenKey,
        Path chainFile,
        List<IssuerSettings> issuers) {

    public CertificateSettings {
        issuers = List.copyOf(issuers);
        if (!tokenKey.isEmpty() && !issuers.isEmpty()) {
            throw new IllegalArgumentException(
                    "caravan.certificate.issuers must be empty where the default issuer's key is"
                            + " in a token (caravan.certificate.token-key), but names " + issuers.size());
        }
    }

    boolean inToken() {
        return !tokenKey.isEmpty();
    }

    char[] password() {
        return KeyStorePassword.read(passwordFile);
    }
}
