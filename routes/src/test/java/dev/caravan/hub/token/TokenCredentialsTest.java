package dev.caravan.hub.token;

import java.io.IOException;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.caravan.access.Role;
import dev.caravan.hub.access.Credentials.Admission;
import dev.caravan.hub.access.Credentials.Admission.Known;
import dev.caravan.hub.access.Credentials.Admission.Nobody;
import dev.caravan.hub.access.Credentials.Admission.Turned;

import static org.assertj.core.api.Assertions.assertThat;

class TokenCredentialsTest {

    private static final String ISSUER = "https://issuer.example";
    private static final RSAKey KEY = (RSAKey) TestIssuer.Parts.key();

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void withoutAnIssuerInTheConfigurationNoTokenIsLookedAt() {
        var none = new TokenCredentials(List.of(), this::keys, Clock.systemUTC(), anybody -> {});

        assertThat(none.admit(request("192.0.2.7", true, KEY))).isEqualTo(new Nobody());
        assertThat(reads).hasValue(0);
    }

    @Test
    void tokenThatCameOverANetworkWithoutTlsOpensNothing() {
        var credentials = credentials(this::keys);

        assertThat(credentials.admit(request("192.0.2.7", false, KEY))).isEqualTo(new Nobody());
        assertThat(credentials.admit(request("192.0.2.7", true, KEY))).isInstanceOf(Known.class);
        assertThat(credentials.admit(request("127.0.0.1", false, KEY))).isInstanceOf(Known.class);
    }

    @Test
    void issuerThatDoesNotAnswerIsNoFaultOfTheToken() {
        var turned = credentials(address -> {
                    throw new IOException("no route");
                })
                .admit(request("192.0.2.7", true, KEY));

        assertThat(turned).isInstanceOfSatisfying(Turned.class, words -> {
            assertThat(words.pause()).isEqualTo(Duration.ofSeconds(30));
            assertThat(words.problem().status()).isEqualTo(503);
        });
    }

    @Test
    void howeverManyUnknownKeysAreNamedTheIssuerIsAskedAFewTimesOnly() {
        var credentials = credentials(this::keys);
        for (var stranger = 0; stranger < 20; stranger++) {
            assertThat(admit(credentials)).isNotInstanceOf(Known.class);
        }

        assertThat(reads).hasValueBetween(1, 3);
        assertThat(credentials.admit(request("192.0.2.7", true, KEY)))
                .isInstanceOfSatisfying(
                        Known.class,
                        known -> assertThat(known.principal().role()).isEqualTo(Role.OPERATOR));
    }

    private static Admission admit(TokenCredentials credentials) {
        return credentials.admit(
                request("192.0.2.7", true, new RSAKey.Builder(KEY).keyID("x").build()));
    }

    private Resource keys(URL address) {
        reads.incrementAndGet();
        assertThat(address).hasToString(ISSUER + "/keys");
        return new Resource(new JWKSet(KEY.toPublicJWK()).toString(), "application/json");
    }

    private static TokenCredentials credentials(ResourceRetriever retriever) {
        return new TokenCredentials(
                List.of(new IssuerSettings(
                        "test",
                        ISSUER,
                        "caravan",
                        ISSUER + "/keys",
                        List.of("RS256"),
                        Duration.ZERO,
                        "sub",
                        "roles",
                        Map.of("admin", "operator"),
                        "consignees")),
                retriever,
                Clock.systemUTC(),
                anybody -> {});
    }

    private static MockHttpServletRequest request(String from, boolean secure, RSAKey key) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(ISSUER)
                            .audience("caravan")
                            .subject("anna")
                            .claim("roles", "admin")
                            .expirationTime(new Date(System.currentTimeMillis() + 60_000))
                            .build());
            token.sign(new RSASSASigner(key));
            var request = new MockHttpServletRequest();
            request.setRemoteAddr(from);
            request.setLocalAddr("192.0.2.1");
            request.setSecure(secure);
            request.addHeader("Authorization", "Bearer " + token.serialize());
            return request;
        } catch (com.nimbusds.jose.JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
