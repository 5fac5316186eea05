package dev.caravan.hub.token;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;

import dev.caravan.access.Role;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A hub that accepts the tokens of a real authorization server, which it reaches through its proxy only. */
@ExtendWith(TokenHub.class)
class TokenTest {

    private static final Duration SKEW = Duration.ofSeconds(30);

    private final RunningHub hub;
    private final TestIssuer issuer;
    private final IssuerProxy proxy;

    TokenTest(TokenHub.Trio trio) {
        this.hub = trio.hub;
        this.issuer = trio.issuer;
        this.proxy = trio.proxy;
    }

    @Test
    void clientWithATokenIsThePrincipalThatItsClaimsSay() throws Exception {
        var me = get("/api/v1/me", issuer.token(Role.MANUFACTURER));

        assertThat(me.body())
                .isEqualTo("{\"name\":\"test:manufacturer\",\"role\":\"manufacturer\",\"consignees\":[\"krone\"],"
                        + "\"credential\":\"token\"}");
        var boards = get("/api/v1/boards", issuer.token(Role.MANUFACTURER)).body();
        assertThat(boards).contains(RunningHub.OF_KRONE).doesNotContain(RunningHub.OF_LEMKEN);
        assertThat(proxy.connections()).isPositive();
    }

    @Test
    void personIsNamedByTheSubject() throws Exception {
        var token = issuer.token(Role.OPERATOR, claims -> claims.subject("anna@krone.example"));

        assertThat(RunningHub.json(get("/api/v1/me", token)).path("name").asText())
                .isEqualTo("test:anna@krone.example");
    }

    @Test
    void whoComesInAsAnotherManufacturerHasNothingOfTheOneBefore() throws Exception {
        var krone = mover("krone");
        var lemken = mover("lemken");
        var made = post("/api/v1/subscriptions", krone, "{\"url\":\"https://erp.example\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var subscription =
                "/api/v1/subscriptions/" + RunningHub.json(made).path("id").asText();
        var body = "{\"boards\":[{\"guid\":\"" + RunningHub.OF_KRONE + "\",\"activation\":{\"iotHub\":\"nowhere\"}}]}";
        var begun = post("/api/v1/activations?dryRun=true", krone, body);
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        var job = begun.headers().firstValue("Location").orElseThrow();
        assertThat(get(subscription, krone).body()).contains("\"ACTIVE\"");
        assertThat(get(job, krone).statusCode()).isEqualTo(200);

        for (var path : List.of(subscription, subscription + "/deliveries", job)) {
            RunningHub.problem(get(path, lemken), 404);
        }
        RunningHub.problem(post(subscription + "/replay?from=1", lemken, ""), 404);
        assertThat(RunningHub.json(get("/api/v1/subscriptions", lemken)).path("items"))
                .isEmpty();
        RunningHub.problem(post("/api/v1/activations?dryRun=true", lemken, body), 422);

        assertThat(get(subscription, krone).body()).contains("\"DISABLED\"", "other consignees");
    }

    private String mover(String consignee) {
        return issuer.token(Role.MANUFACTURER, claims -> claims.subject("mover")
                .claims(all -> all.put("consignees", List.of(consignee))));
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return hub.send(hub.stranger(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .header("Idempotency-Key", "of-the-mover")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("of another audience", claims -> claims.audience(List.of("payroll"))),
                bad("of no audience", claims -> claims.claims(all -> all.remove("aud"))),
                bad("of another issuer", claims -> claims.issuer("https://issuer.example")),
                bad("of no issuer", claims -> claims.claims(all -> all.remove("iss"))),
                bad("that never expires", claims -> claims.claims(all -> all.remove("exp"))),
                bad("that expired longer ago than the clocks may differ", claims -> claims.issuedAt(ago(600))
                        .expiresAt(ago(SKEW.toSeconds() + 5))),
                bad("that is not good yet", claims -> claims.notBefore(ago(-SKEW.toSeconds() - 60))));
    }

    private static Arguments bad(String words, Consumer<JwtClaimsSet.Builder> claims) {
        return arguments(words, claims);
    }

    private static Instant ago(long seconds) {
        return Instant.now().minusSeconds(seconds);
    }

    @ParameterizedTest(name = "token {0}")
    @MethodSource("bad")
    void badTokenOpensNothing(String words, Consumer<JwtClaimsSet.Builder> claims) throws Exception {
        assertThat(get("/api/v1/me", issuer.token(Role.OPERATOR)).statusCode()).isEqualTo(200);

        RunningHub.problem(get("/api/v1/me", issuer.token(Role.OPERATOR, claims)), 401);
    }

    @Test
    void clocksMayDifferALittle() throws Exception {
        var token =
                issuer.token(Role.OPERATOR, claims -> claims.issuedAt(ago(600)).expiresAt(ago(SKEW.toSeconds() - 20)));

        assertThat(get("/api/v1/me", token).statusCode()).isEqualTo(200);
    }

    @Test
    void tokenThatTheIssuerHasNotSignedOpensNothing() throws Exception {
        var good = SignedJWT.parse(issuer.token(Role.AUDITOR));
        var claims = new JWTClaimsSet.Builder(good.getJWTClaimsSet())
                .claim("roles", List.of("c-operator"))
                .build();
        var stranger = (RSAKey) TestIssuer.Parts.key();

        var forged = new SignedJWT(good.getHeader(), claims);
        forged.sign(new RSASSASigner(stranger));
        RunningHub.problem(get("/api/v1/me", forged.serialize()), 401);

        var shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(good.getHeader().getKeyID())
                        .build(),
                claims);
        shared.sign(new MACSigner(new byte[32]));
        RunningHub.problem(get("/api/v1/me", shared.serialize()), 401);
        RunningHub.problem(get("/api/v1/me", new PlainJWT(claims).serialize()), 401);
        var parts = good.serialize().split("\\.");
        RunningHub.problem(
                get("/api/v1/me", parts[0] + "." + forged.serialize().split("\\.")[1] + "." + parts[2]), 401);

        var otherAlgorithm = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS512)
                        .keyID(good.getHeader().getKeyID())
                        .build(),
                claims);
        otherAlgorithm.sign(new RSASSASigner(stranger));
        RunningHub.problem(get("/api/v1/me", otherAlgorithm.serialize()), 401);
    }

    static Stream<Arguments> nobody() {
        return Stream.of(
                bad("none", claims -> claims.claim("roles", List.of("elsewhere"))),
                bad("none", claims -> claims.claims(all -> all.remove("roles"))),
                bad("[operator, auditor]", claims -> claims.claim("roles", List.of("c-operator", "c-auditor"))),
                bad("at least one consignee", claims -> claims.claim("roles", "c-manufacturer")),
                bad(
                        "must not be blank",
                        claims -> claims.claims(all ->
                                all.putAll(Map.of("roles", "c-manufacturer", "consignees", List.of("krone", " "))))));
    }

    @ParameterizedTest
    @MethodSource("nobody")
    void goodTokenThatMakesNobodyHereIsToldWhy(String why, Consumer<JwtClaimsSet.Builder> claims) throws Exception {
        var problem = RunningHub.problem(get("/api/v1/me", issuer.token(Role.OPERATOR, claims)), 403);

        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:no-role");
        assertThat(problem.path("detail").asText()).contains(why);
    }

    @Test
    void keyThatTheIssuerHasChangedIsSeenWithTheFirstTokenThatItSigns() throws Exception {
        var before = issuer.token(Role.OPERATOR);
        assertThat(get("/api/v1/me", before).statusCode()).isEqualTo(200);

        issuer.rotate();

        assertThat(get("/api/v1/me", issuer.token(Role.OPERATOR)).statusCode()).isEqualTo(200);
        assertThat(Arrays.asList(401, 503))
                .as("signed with a key that the issuer does not show any more")
                .contains(get("/api/v1/me", before).statusCode());
    }

    @Test
    void tokenInTheAddressOrBesideAKeyOpensNothing() throws Exception {
        var token = issuer.token(Role.OPERATOR);

        RunningHub.problem(hub.send(hub.stranger("/api/v1/me?access_token=" + token)), 401);
        RunningHub.problem(hub.send(hub.request("/api/v1/me").header("Authorization", "Bearer " + token)), 401);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return hub.send(hub.stranger(path).header("Authorization", "Bearer " + token));
    }
}
