package dev.caravan.hub.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.certificate.IssuerSettings;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KnownIssuer;
import dev.caravan.certificate.TokenKey;
import dev.caravan.ledger.IssuingAuthority;

/** The issuers whose keys are in the token, as the configuration names them. */
final class TokenKeys {

    private TokenKeys() {}

    static List<TokenKey> of(Environment configuration) {
        var byDefault = Stream.of(new TokenKey(
                        Issuers.DEFAULT,
                        configuration.getProperty("caravan.certificate.token-key", ""),
                        Path.of(configuration.getProperty("caravan.certificate.chain-file", ""))))
                .filter(key -> !key.label().isEmpty());
        var others = Binder.get(configuration)
                .bind("caravan.certificate.issuers", Bindable.listOf(IssuerSettings.class))
                .orElse(List.of());
        return Stream.concat(byDefault, others.stream().flatMap(issuer -> issuer.inToken().stream()))
                .toList();
    }

    /** @param issuer empty: the default one */
    static TokenKey of(Environment configuration, String issuer) {
        var name = issuer.isEmpty() ? Issuers.DEFAULT : issuer;
        return of(configuration).stream()
                .filter(key -> key.issuer().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name.equals(Issuers.DEFAULT)
                                ? "caravan.certificate.token-key is empty: set it first in config/hub.yaml"
                                : "caravan.certificate.issuers has no issuer '" + name
                                        + "' with token-key and chain-file: set them first in config/hub.yaml"));
    }

    /** Those that issue and, as far as the ledger knows, those that were in their places before. */
    static List<KnownIssuer> known(Environment configuration, List<IssuingAuthority> ledger) {
        var keys = of(configuration);
        var issuing = keys.stream()
                .filter(key -> Files.exists(key.chainFile()))
                .map(KnownIssuer::inToken)
                .toList();
        var ids = issuing.stream().map(KnownIssuer::keyId).toList();
        var names = keys.stream().map(TokenKey::issuer).toList();
        var retired = ledger.stream()
                .filter(authority -> names.contains(authority.name()) && !ids.contains(authority.keyId()))
                .map(authority -> KnownIssuer.retired(authority.name(), authority.chain()));
        return Stream.concat(issuing.stream(), retired).toList();
    }
}
