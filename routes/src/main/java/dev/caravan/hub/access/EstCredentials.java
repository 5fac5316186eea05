package dev.caravan.hub.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.EstRoutes;
import dev.caravan.ledger.AccessKeys;

/**
 * API keys of EST clients, which know no header of ours: as the password of HTTP Basic (RFC 7030, 3.2.3), with any name. Only
 * for EST, and not over a network without TLS.
 */
public final class EstCredentials implements Credentials {

    private static final String SCHEME = "Basic ";

    private final AccessKeys keys;

    public EstCredentials(AccessKeys keys) {
        this.keys = keys;
    }

    /** Whether the request is one of EST's. */
    static boolean isEst(HttpServletRequest request) {
        return request.getServletPath().startsWith(EstRoutes.PATH);
    }

    @Override
    public Admission admit(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null
                || !isEst(request)
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !request.isSecure() && !Peer.isThisMachine(request)) {
            return new Admission.Nobody();
        }
        var pair = decoded(header.substring(SCHEME.length()).strip());
        return keys.open(pair.substring(pair.indexOf(':') + 1))
                .<Admission>map(principal -> new Admission.Known(principal, Credential.KEY))
                .orElseGet(Admission.Nobody::new);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbage) {
            return "";
        }
    }
}
