package dev.caravan.emulator.dps.admission;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.Kind;

/**
 * A device and the enrollment that knows it; the enrollment may still be disabled.
 *
 * @param registrationId as an individual enrollment writes it; that of a group's device as the device does
 */
public record Admitted(Enrollment enrollment, String registrationId, Proof proof) {

    static Admitted individual(Enrollment own, Proof proof) {
        return new Admitted(own, own.id(), proof);
    }

    static Admitted member(Enrollment group, Claim claim, Proof proof) {
        return new Admitted(group, claim.registrationId(), proof);
    }

    /** The group it comes in by; null for an individual enrollment. */
    public @Nullable String groupId() {
        return enrollment.kind() == Kind.GROUP ? enrollment.id() : null;
    }
}
