package dev.caravan.hub.access;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.EstRoutes;
import dev.caravan.ledger.AccessKeys;

/**
 * API keys of EST clients, which know no header of ours: as the password of HTTP Basic (RFC 7030, 3.2.3), with any name. Only
 * for EST.
 */
public final class EstCredentials implements Credentials {

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
        return NameAndPassword.of(request)
                .filter(pair -> isEst(request))
                .flatMap(pair -> keys.open(pair.password()))
                .<Admission>map(principal -> new Admission.Known(principal, Credential.KEY))
                .orElseGet(Admission.Nobody::new);
    }
}
