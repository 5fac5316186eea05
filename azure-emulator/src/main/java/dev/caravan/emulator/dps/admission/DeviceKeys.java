package dev.caravan.emulator.dps.admission;

import java.util.Base64;

import dev.caravan.emulator.dps.enrollment.Attestation.SymmetricKey;
import dev.caravan.emulator.sas.Hmac;
import dev.caravan.emulator.sas.SasToken;

/** The two keys of one device, either of which it may sign with. */
record DeviceKeys(String primary, String secondary) {

    static DeviceKeys of(SymmetricKey own) {
        return new DeviceKeys(own.primaryKey(), own.secondaryKey());
    }

    /** Documented: HMAC-SHA256 over the registrationId as the device writes it, with the group's key. */
    static DeviceKeys derived(SymmetricKey group, String registrationId) {
        return new DeviceKeys(derive(group.primaryKey(), registrationId), derive(group.secondaryKey(), registrationId));
    }

    private static String derive(String key, String registrationId) {
        return Base64.getEncoder().encodeToString(Hmac.sha256(bytes(key), registrationId));
    }

    boolean signed(SasToken token) {
        return token.signedWith(bytes(primary)) || token.signedWith(bytes(secondary));
    }

    Proof proof() {
        return new Proof.Keys(primary, secondary);
    }

    private static byte[] bytes(String key) {
        return Base64.getDecoder().decode(key);
    }
}
