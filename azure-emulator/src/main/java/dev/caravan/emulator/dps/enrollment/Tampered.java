package dev.caravan.emulator.dps.enrollment;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.enrollment.Attestation.Certificates;
import dev.caravan.emulator.fault.FaultAction;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;

/** What is stored when a fault wants something else stored than was sent. */
final class Tampered {

    private Tampered() {}

    static Enrollment of(Enrollment sent, Tampering tampering) {
        var stored = sent;
        for (var wish : tampering.of(sent.id())) {
            stored = changed(stored, wish);
        }
        return stored;
    }

    private static Enrollment changed(Enrollment sent, FaultAction.Store wish) {
        var attestation = sent.attestation();
        return sent.with(
                settings(sent.settings(), wish),
                attestation instanceof Certificates certificates
                        ? certificates.with(certificate(certificates.primary(), wish), certificates.secondary())
                        : attestation);
    }

    private static Settings settings(Settings sent, FaultAction.Store wish) {
        if (wish.provisioningStatus() != null) {
            sent.tree().put("provisioningStatus", wish.provisioningStatus());
        }
        if (wish.iotHub() != null) {
            sent.tree().remove("iotHubHostName");
            sent.tree().put("allocationPolicy", "static");
            sent.tree().set("iotHubs", Json.array().add(wish.iotHub()));
        }
        return sent;
    }

    private static @Nullable EnrolledCertificate certificate(
            @Nullable EnrolledCertificate sent, FaultAction.Store wish) {
        var stored = wish.certificate() == null ? sent : EnrolledCertificate.ofDer(wish.certificate());
        return stored == null || wish.thumbprint() == null ? stored : stored.withThumbprint(wish.thumbprint());
    }
}
