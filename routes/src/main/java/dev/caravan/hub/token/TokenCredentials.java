package dev.caravan.hub.token;

import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import jakarta.servlet.http.HttpServletRequest;

import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.SignedJWT;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

import dev.caravan.access.Principal;
import dev.caravan.hub.access.Credentials;
import dev.caravan.hub.access.Peer;
import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;

/** Bearer tokens (RFC 6750, in the header only) of the issuers that the configuration names; without any, none is looked at. */
public final class TokenCredentials implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCredentials.class);
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final List<Issuer> issuers;
    private final Consumer<Principal> comesIn;
    private final DefaultBearerTokenResolver resolver = new DefaultBearerTokenResolver();

    /** @param comesIn is told of everybody who does: unlike a key's or user's, a token's principal may not be as it was */
    public TokenCredentials(
            List<IssuerSettings> issuers, ResourceRetriever retriever, Clock clock, Consumer<Principal> comesIn) {
        this.comesIn = comesIn;
        this.issuers = issuers.stream()
                .map(settings -> new Issuer(settings, retriever, clock))
                .toList();
    }

    @Override
    public Admission admit(HttpServletRequest request) {
        return issuers.isEmpty() || !request.isSecure() && !Peer.isThisMachine(request)
                ? new Admission.Nobody()
                : token(request)
                        .flatMap(token -> issuer(token).map(issuer -> admit(issuer, token)))
                        .orElseGet(Admission.Nobody::new);
    }

    private Optional<String> token(HttpServletRequest request) {
        try {
            return Optional.ofNullable(resolver.resolve(request));
        } catch (OAuth2AuthenticationException malformed) {
            return Optional.empty();
        }
    }

    /** Whose it says it is; nothing is checked yet. */
    private Optional<Issuer> issuer(String token) {
        try {
            var named = SignedJWT.parse(token).getJWTClaimsSet().getIssuer();
            return issuers.stream()
                    .filter(issuer -> issuer.name().equals(named))
                    .findFirst();
        } catch (ParseException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private Admission admit(Issuer issuer, String token) {
        try {
            var principal = issuer.principal(issuer.decode(token));
            comesIn.accept(principal);
            return new Admission.Known(principal, Credential.TOKEN);
        } catch (NobodyHereException nobody) {
            return new Admission.Turned(Problem.of(
                    Kind.NO_ROLE,
                    "The token is good, but makes nobody here: " + nobody.getMessage() + ". Whoever runs "
                            + issuer.name() + " gives roles, and config/hub.yaml says what they are here"));
        } catch (BadJwtException bad) {
            LOG.atDebug().addKeyValue("words", bad.getMessage()).log("a token is not good");
            return new Admission.Nobody();
        } catch (JwtException unjudged) {
            LOG.atWarn().addKeyValue("words", unjudged.getMessage()).log("a token cannot be judged: {}", issuer.name());
            return new Admission.Turned(
                    Problem.of(
                            Kind.ISSUER_UNAVAILABLE,
                            "The hub cannot read the keys of " + issuer.name()
                                    + " at the moment, so that nobody can say whether the token is good. Ask again in "
                                    + WAIT.toSeconds() + " s"),
                    WAIT);
        }
    }
}
