package dev.caravan.hub.registration;

import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.access.Credentials;
import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.SignedBody;

/**
 * Signatures of gateways that the configuration names: a token (JWS, ES256) for one request, which names the SHA-256 of its
 * body and is good for minutes. Without a gateway in the configuration none is looked at.
 */
public final class GatewayCredentials implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayCredentials.class);
    private static final String SCHEME = "Bearer ";
    private static final String AUDIENCE = "caravan-first-boots";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Map<String, List<ECPublicKey>> gateways = new HashMap<>();
    private final Clock clock;

    /** Reads the gateways' keys. */
    public GatewayCredentials(List<GatewaySettings> gateways, Clock clock) {
        this.clock = clock;
        gateways.forEach(gateway -> this.gateways.put(gateway.name(), gateway.keys()));
    }

    @Override
    public Admission admit(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (gateways.isEmpty() || header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Admission.Nobody();
        }
        try {
            var token = SignedJWT.parse(header.substring(SCHEME.length()).strip());
            var claims = token.getJWTClaimsSet();
            var keys = gateways.get(String.valueOf(claims.getIssuer()));
            if (keys == null || !isSigned(token, keys) || !isGood(claims)) {
                return new Admission.Nobody();
            }
            SignedBody.is(request, claims.getStringClaim("body"));
            var principal = new Principal("gateway:" + claims.getIssuer(), Role.GATEWAY, Set.of());
            return new Admission.Known(principal, Credential.SIGNATURE);
        } catch (ParseException | JOSEException | IllegalArgumentException none) {
            return new Admission.Nobody();
        }
    }

    private static boolean isSigned(SignedJWT token, List<ECPublicKey> keys) throws JOSEException {
        if (!JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())) {
            return false;
        }
        for (var key : keys) {
            if (token.verify(new ECDSAVerifier(key))) {
                return true;
            }
        }
        return false;
    }

    private boolean isGood(JWTClaimsSet claims) throws ParseException {
        var from = claims.getIssueTime();
        var to = claims.getExpirationTime();
        var now = clock.instant();
        if (from == null
                || to == null
                || claims.getStringClaim("body") == null
                || !claims.getAudience().equals(List.of(AUDIENCE))
                || to.toInstant().isAfter(from.toInstant().plus(LONGEST))) {
            return false;
        }
        var timely = !now.isBefore(from.toInstant().minus(CLOCKS))
                && !now.isAfter(to.toInstant().plus(CLOCKS));
        if (!timely) {
            LOG.atWarn()
                    .addKeyValue("gateway", claims.getIssuer())
                    .log(
                            "a report was signed for {} to {}, and is not taken: its clock or the hub's is wrong",
                            from,
                            to);
        }
        return timely;
    }
}
