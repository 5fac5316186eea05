package dev.caravan.hub;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.IssuerSettings;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.TokenKey;
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
        var labels = new HashSet<String>();
        for (var key : inToken(tokenKey, chainFile, issuers)) {
            if (!labels.add(key.label())) {
                throw new IllegalArgumentException(
                        "caravan.certificate: each issuer in the token must have a key of its"
                                + " own, but two have token-key '" + key.label() + "'");
            }
        }
    }

    /** The issuers whose keys are in the token. */
    List<TokenKey> inToken() {
        return inToken(tokenKey, chainFile, issuers);
    }

    private static List<TokenKey> inToken(String tokenKey, Path chainFile, List<IssuerSettings> issuers) {
        var byDefault = Stream.of(new TokenKey(Issuers.DEFAULT, tokenKey, chainFile))
                .filter(key -> !key.label().isEmpty());
        return Stream.concat(byDefault, issuers.stream().flatMap(issuer -> issuer.inToken().stream()))
                .toList();
    }

    /** The names of all other issuers. */
    List<String> inFolder() {
        var names = Stream.concat(Stream.of(Issuers.DEFAULT), issuers.stream().map(IssuerSettings::name));
        var inToken = inToken().stream().map(TokenKey::issuer).toList();
        return names.filter(name -> !inToken.contains(name)).toList();
    }

    char[] password() {
        return KeyStorePassword.read(passwordFile);
    }
}
