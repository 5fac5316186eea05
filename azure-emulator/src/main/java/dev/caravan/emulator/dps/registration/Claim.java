package dev.caravan.emulator.dps.registration;

import java.time.Instant;
import java.util.Date;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.wire.Peer;

/** What a device says it is, and the certificate it says it with. */
public record Claim(String idScope, String registrationId, Peer peer) {

    /** 401 with 401002 for all that is wrong with the certificate alone; expiry too (inferred). */
    String thumbprint(Instant now) {
        var leaf = peer.certificate().orElseThrow(Claim::invalid);
        var inTime =
                !Date.from(now).before(leaf.getNotBefore()) && !Date.from(now).after(leaf.getNotAfter());
        if (!inTime || !isNamed()) {
            throw invalid();
        }
        return peer.thumbprint().orElseThrow(Claim::invalid);
    }

    /** Documented: the common name is the registrationId. */
    public boolean isNamed() {
        return peer.commonName().filter(registrationId::equals).isPresent();
    }

    static DpsError invalid() {
        return DpsError.unauthorized("Invalid certificate.");
    }
}
