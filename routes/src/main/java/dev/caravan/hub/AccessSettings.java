package dev.caravan.hub;

import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.caravan.hub.token.IssuerSettings;
import dev.caravan.login.LoginSettings;

/**
 * How people come in ({@code caravan.access}).
 *
 * @param login local users, by name and password
 * @param issuers whose tokens are good; none: no token is
 */
public record AccessSettings(
        LoginSettings login, @DefaultValue List<IssuerSettings> issuers) {

    public AccessSettings {
        issuers = List.copyOf(issuers);
        distinct("id", issuers.stream().map(IssuerSettings::id).toList());
        distinct("issuer", issuers.stream().map(IssuerSettings::issuer).toList());
    }

    private static void distinct(String key, List<String> values) {
        if (Set.copyOf(values).size() < values.size()) {
            throw new IllegalArgumentException(
                    "caravan.access.issuers[]." + key + " must be different for each, but is " + values);
        }
    }
}
