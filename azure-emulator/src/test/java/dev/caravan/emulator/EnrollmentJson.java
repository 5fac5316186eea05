package dev.caravan.emulator;

import java.util.Base64;

import dev.caravan.emulator.json.Json;

/** Enrollments as JSON text. */
final class EnrollmentJson {

    private EnrollmentJson() {}

    /** With the certificate in its first slot, in any of its forms; {@code more} is further members. */
    static String of(String id, String certificate, String more) {
        return "{\"registrationId\":\"%s\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"clientCertificates\":{\"primary\":{\"certificate\":%s}}}}%s}"
                .formatted(id, Json.text(Json.object().textNode(certificate)), more);
    }

    static String of(String id) {
        return of(id, base64(TestIdentity.of(id)), "");
    }

    static String of(TestIdentity identity, String more) {
        return of("board-1", base64(identity), more);
    }

    static String bulk(String mode, String... items) {
        return "{\"mode\":\"" + mode + "\",\"enrollments\":[" + String.join(",", items) + "]}";
    }

    static String base64(TestIdentity identity) {
        return Base64.getEncoder().encodeToString(identity.der());
    }
}
