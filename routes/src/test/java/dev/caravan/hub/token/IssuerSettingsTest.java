package dev.caravan.hub.token;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IssuerSettingsTest {

    private static final String ISSUER = "https://issuer.example/tenant";

    @Test
    void rulesAreSaidWithKeyAndValue() {
        assertThat(settings("a", ISSUER, "RS256", 300, "operator").issuer()).isEqualTo(ISSUER);
        refused(() -> settings("A", ISSUER, "RS256", 30, "operator"), "issuers[].id must have 1 to 31", "'A'");
        refused(() -> settings("a", "http://issuer.example", "RS256", 30, "operator"), "issuer must be an https://");
        refused(() -> settings("a", ISSUER, "HS256", 30, "operator"), "algorithms must be some of", "[HS256]");
        refused(() -> settings("a", ISSUER, "none", 30, "operator"), "algorithms must be some of");
        refused(() -> settings("a", ISSUER, "RS256", 301, "operator"), "clock-skew must be 0s to 5m", "PT5M1S");
        refused(() -> settings("a", ISSUER, "RS256", 30, "emperor"), "roles: c-x: the role must be one of");
    }

    private static void refused(Runnable make, String... words) {
        assertThatIllegalArgumentException().isThrownBy(make::run).satisfies(refusal -> assertThat(refusal.getMessage())
                .startsWith("caravan.access.issuers")
                .contains(words));
    }

    private static IssuerSettings settings(String id, String issuer, String algorithm, long skew, String role) {
        return new IssuerSettings(
                id,
                issuer,
                "caravan",
                "",
                List.of(algorithm),
                Duration.ofSeconds(skew),
                "sub",
                "roles",
                Map.of("c-x", role),
                "consignees");
    }
}
