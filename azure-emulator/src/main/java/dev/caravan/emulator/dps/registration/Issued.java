package dev.caravan.emulator.dps.registration;

import java.util.List;

import dev.caravan.emulator.dps.admission.Proof;
import dev.caravan.emulator.hub.Authentication;
import dev.caravan.emulator.hub.Hubs;

/**
 * What a device will show its hub.
 *
 * @param chain a certificate issued now, with its issuers, as base64; empty when the device keeps what it has
 */
record Issued(Authentication authentication, List<String> chain) {

    /** A certificate counts by its thumbprint in both places, also that of a group's device (seen); keys as they are. */
    static Issued nothing(Proof proof) {
        return new Issued(
                proof instanceof Proof.Certificate certificate
                        ? Authentication.thumbprint(certificate.thumbprint())
                        : keys((Proof.Keys) proof),
                List.of());
    }

    private static Authentication keys(Proof.Keys keys) {
        return new Authentication.Sas(keys.primary(), keys.secondary());
    }

    Hubs.Newcomer device(String deviceId, boolean edge) {
        return new Hubs.Newcomer(deviceId, authentication, edge);
    }
}
