package dev.caravan.hub.token;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.caravan.access.Role;

/**
 * Whose tokens are good, and what they say ({@code caravan.access.issuers[n]}).
 *
 * @param id names its principals: {@code <id>:<subject>}
 * @param issuer as tokens name it in {@code iss}, letter by letter
 * @param audience that tokens must be made for
 * @param jwkSet where its keys are; empty: where its discovery document says
 * @param algorithms of signatures that are accepted
 * @param clockSkew how far its clock may be from the hub's
 * @param subjectClaim who it is
 * @param roleClaim what it may do; a list or one text
 * @param roles what the role claim's values make to the hub
 * @param consigneesClaim whose boards a manufacturer sees; a list or one text
 */
public record IssuerSettings(
        @DefaultValue("") String id,
        @DefaultValue("") String issuer,
        @DefaultValue("") String audience,
        @DefaultValue("") String jwkSet,
        @DefaultValue({"RS256", "ES256"}) List<String> algorithms,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("sub") String subjectClaim,
        @DefaultValue("roles") String roleClaim,
        Map<String, String> roles,
        @DefaultValue("consignees") String consigneesClaim) {

    private static final String KEY = "caravan.access.issuers";
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,30}");
    private static final Set<String> OURS = Set.of("gateway", "station");
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    /** Signatures with a public key. The others would make whoever checks a token one who can make it. */
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    public IssuerSettings {
        require(ID.matcher(id).matches(), "id", "have 1 to 31 lower-case letters, digits, dots and hyphens", id);
        require(!OURS.contains(id), "id", "not be what the hub calls its gateways and stations", id);
        require(isHttps(issuer), "issuer", "be an https:// address, as its tokens have it in 'iss'", issuer);
        require(!audience.isBlank(), "audience", "be what tokens for this hub have in 'aud'", audience);
        require(jwkSet.isEmpty() || isHttps(jwkSet), "jwk-set", "be an https:// address, or empty", jwkSet);
        require(
                !algorithms.isEmpty() && ALGORITHMS.containsAll(algorithms),
                "algorithms",
                "be some of " + ALGORITHMS.stream().sorted().toList(),
                algorithms.toString());
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(MOST_SKEW) <= 0,
                "clock-skew",
                "be 0s to 5m",
                clockSkew.toString());
        require(roles != null && !roles.isEmpty(), "roles", "say which value of the role claim is which role", "empty");
        algorithms = List.copyOf(algorithms);
        roles = Map.copyOf(roles);
        for (var role : roles.entrySet()) {
            try {
                Role.parse(role.getValue());
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException(KEY + "[].roles: " + role.getKey() + ": " + unknown.getMessage());
            }
        }
    }

    private static void require(boolean holds, String key, String rule, String value) {
        if (!holds) {
            throw new IllegalArgumentException(KEY + "[]." + key + " must " + rule + ", but is '" + value + "'");
        }
    }

    private static boolean isHttps(String address) {
        try {
            var uri = URI.create(address);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getFragment() == null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
