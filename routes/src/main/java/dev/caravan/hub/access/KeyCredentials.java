package dev.caravan.hub.access;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.Credential;
import dev.caravan.ledger.AccessKeys;

/** API keys, and the local operator's. */
public final class KeyCredentials implements Credentials {

    private final LocalKey local;
    private final AccessKeys keys;

    public KeyCredentials(LocalKey local, AccessKeys keys) {
        this.local = local;
        this.keys = keys;
    }

    @Override
    public Admission admit(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(ApiFront.KEY_HEADER))
                .flatMap(offered ->
                        local.open(offered, Peer.isThisMachine(request)).or(() -> keys.open(offered)))
                .<Admission>map(principal -> new Admission.Known(principal, Credential.KEY))
                .orElseGet(Admission.Nobody::new);
    }
}
