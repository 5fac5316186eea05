package dev.caravan.hub.token;

import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;

/** One issuer: judges its tokens, and says whom each makes to the hub. */
final class Issuer {

    private final IssuerSettings settings;
    private final JwtDecoder decoder;

    Issuer(IssuerSettings settings, ResourceRetriever retriever, Clock clock) {
        this.settings = settings;
        this.decoder = decoder(settings, retriever, clock);
    }

    private static JwtDecoder decoder(IssuerSettings settings, ResourceRetriever retriever, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                settings.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
                IssuerKeys.of(settings, retriever)));
        // Times, issuer and audience are judged below.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        var time = new JwtTimestampValidator(settings.clockSkew());
        time.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                time,
                new JwtClaimValidator<Object>("exp", expires -> expires != null),
                new JwtIssuerValidator(settings.issuer()),
                new JwtClaimValidator<Collection<String>>(
                        "aud", audiences -> audiences != null && audiences.contains(settings.audience()))));
        return decoder;
    }

    String name() {
        return settings.issuer();
    }

    /** @throws org.springframework.security.oauth2.jwt.JwtException if the token is bad, or cannot be judged now */
    Jwt decode(String token) {
        return decoder.decode(token);
    }

    /**
     * Whom the token makes.
     *
     * @throws NobodyHereException if it names no role of ours, or not exactly one, or a manufacturer without consignees
     */
    Principal principal(Jwt token) {
        var subject = token.getClaims().get(settings.subjectClaim());
        try {
            var role = role(token);
            var consignees = role == Role.MANUFACTURER
                    ? Set.copyOf(texts(token.getClaims().get(settings.consigneesClaim())))
                    : Set.<String>of();
            return new Principal(settings.id() + ":" + subject, role, consignees);
        } catch (IllegalArgumentException unfit) {
            throw new NobodyHereException(String.valueOf(unfit.getMessage()));
        }
    }

    private Role role(Jwt token) {
        var named = new LinkedHashSet<Role>();
        for (var value : texts(token.getClaims().get(settings.roleClaim()))) {
            var role = settings.roles().get(value);
            if (role != null) {
                named.add(Role.parse(role));
            }
        }
        if (named.size() != 1) {
            throw new NobodyHereException("its claim '" + settings.roleClaim()
                    + "' must name exactly one role of the hub, but names "
                    + (named.isEmpty() ? "none" : named.stream().map(Role::word).toList()));
        }
        return named.iterator().next();
    }

    private static List<String> texts(@Nullable Object claim) {
        if (claim instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return claim == null ? List.of() : List.of(String.valueOf(claim));
    }
}
