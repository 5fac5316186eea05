package dev.caravan.emulator.dps.admission;

import java.util.Optional;

import dev.caravan.emulator.dps.enrollment.Attestation.SymmetricKey;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.Trust;
import dev.caravan.emulator.sas.SasToken;

/** Whose symmetric key a token is signed with. */
final class KeyMatch {

    private final Trust trust;

    KeyMatch(Trust trust) {
        this.trust = trust;
    }

    Optional<Admitted> own(Enrollment own, SasToken token) {
        if (!(own.attestation() instanceof SymmetricKey key)) {
            return Optional.empty();
        }
        var keys = DeviceKeys.of(key);
        return keys.signed(token) ? Optional.of(Admitted.individual(own, keys.proof())) : Optional.empty();
    }

    /** The token names no group: the one whose key its signer was derived from is meant. */
    Optional<Admitted> ofGroup(Claim claim, SasToken token) {
        return trust.symmetricKeyGroups().stream()
                .flatMap(group -> member(group, claim, token).stream())
                .findFirst();
    }

    private static Optional<Admitted> member(Enrollment group, Claim claim, SasToken token) {
        if (!(group.attestation() instanceof SymmetricKey key)) {
            return Optional.empty();
        }
        var keys = DeviceKeys.derived(key, claim.registrationId());
        return keys.signed(token) ? Optional.of(Admitted.member(group, claim, keys.proof())) : Optional.empty();
    }
}
