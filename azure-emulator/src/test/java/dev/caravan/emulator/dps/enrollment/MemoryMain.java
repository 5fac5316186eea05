package dev.caravan.emulator.dps.enrollment;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Random;

import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.dps.form.IfMatch;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;

/** Prints what an X.509 enrollment costs in memory; the certificate differs in its serial only, not in its size. */
final class MemoryMain {

    private MemoryMain() {}

    public static void main(String[] arguments) {
        var count = Integer.parseInt(arguments[0]);
        var store = new EnrollmentStore(Kind.INDIVIDUAL);
        var reader = new EnrollmentReader(
                Kind.INDIVIDUAL, "plant-a.azure-devices.net"::equals, new VerifiedCertificates(), new Random(1));
        var enrollments = new Enrollments(store, reader, new Stamps(Clock.systemUTC()), id -> {});
        var template = TestIdentity.of("board-0000000").der();
        var before = used();
        var start = System.nanoTime();
        for (var i = 0; i < count; i++) {
            var id = "board-%07d".formatted(i);
            var der = new String(template, StandardCharsets.ISO_8859_1)
                    .replace("board-0000000", id)
                    .getBytes(StandardCharsets.ISO_8859_1);
            var json = Json.readObject("""
                    {"registrationId":"%s","deviceId":"%s","allocationPolicy":"static",
                     "iotHubs":["plant-a.azure-devices.net"],"provisioningStatus":"disabled",
                     "reprovisionPolicy":{"updateHubAssignment":true,"migrateDeviceData":true},
                     "initialTwin":{"tags":{"site":"A"},"properties":{"desired":{"interval":30}}},
                     "attestation":{"type":"x509","x509":{"clientCertificates":{"primary":{"certificate":"%s"}}}}}""".formatted(id, id, Base64.getEncoder().encodeToString(der))
                            .getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();
            enrollments.write(id, json, IfMatch.NONE, Enrollments.Rule.CREATE, Tampering.NONE);
        }
        var nanos = System.nanoTime() - start;
        System.out.printf(
                "%d enrollments, DER %d bytes: %d bytes each, %.1f us each to write%n",
                store.disabled(), template.length, (used() - before) / count, nanos / 1e3 / count);
    }

    private static long used() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
