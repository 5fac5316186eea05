package dev.caravan.hub;

import java.util.List;
import java.util.Set;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.caravan.hub.access.StationSettings;
import dev.caravan.hub.registration.GatewaySettings;
import dev.caravan.hub.token.IssuerSettings;
import dev.caravan.login.LoginSettings;

/**
 * How people and machines come in ({@code caravan.access}).
 *
 * @param login local users, by name and password
 * @param issuers whose tokens are good; none: no token is
 * @param gateways whose reports of first boots are taken; none: nobody's are
 * @param stations that come with a certificate in TLS; none: no client is asked for one
 */
public record AccessSettings(
        LoginSettings login,
        @DefaultValue List<IssuerSettings> issuers,
        @DefaultValue List<GatewaySettings> gateways,
        @DefaultValue List<StationSettings> stations) {

    public AccessSettings {
        issuers = List.copyOf(issuers);
        gateways = List.copyOf(gateways);
        stations = List.copyOf(stations);
        distinct("gateways[].name", gateways.stream().map(GatewaySettings::name).toList());
        distinct("stations[].name", stations.stream().map(StationSettings::name).toList());
        distinct("issuers[].id", issuers.stream().map(IssuerSettings::id).toList());
        distinct(
                "issuers[].issuer", issuers.stream().map(IssuerSettings::issuer).toList());
    }

    private static void distinct(String key, List<String> values) {
        if (Set.copyOf(values).size() < values.size()) {
            throw new IllegalArgumentException(
                    "caravan.access." + key + " must be different for each, but is " + values);
        }
    }
}
