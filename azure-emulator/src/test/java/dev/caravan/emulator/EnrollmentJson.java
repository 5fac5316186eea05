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

    /** An individual enrollment with two keys of its own, or with keys that the service makes when they are empty. */
    static String keyed(String id, String primary, String secondary, String more) {
        return "{\"registrationId\":\"%s\",%s%s}".formatted(id, keys(primary, secondary), more);
    }

    /** A group whose devices derive their keys. */
    static String keyedGroup(String id, String primary, String secondary, String more) {
        return "{\"enrollmentGroupId\":\"%s\",%s%s}".formatted(id, keys(primary, secondary), more);
    }

    private static String keys(String primary, String secondary) {
        return "\"attestation\":{\"type\":\"symmetricKey\",\"symmetricKey\":{\"primaryKey\":\"%s\",\"secondaryKey\":\"%s\"}}"
                .formatted(primary, secondary);
    }

    /** A group of all devices below an authority. */
    static String signedGroup(String id, TestIdentity authority, String more) {
        return "{\"enrollmentGroupId\":\"%s\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"signingCertificates\":{\"primary\":{\"certificate\":\"%s\"}}}}%s}"
                .formatted(id, base64(authority), more);
    }

    /** What refers to a verified certificate by name; the id is of an enrollment or of a group. */
    static String referring(String idField, String id, String certificate) {
        return "{\"%s\":\"%s\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"caReferences\":{\"primary\":\"%s\"}}}}"
                .formatted(idField, id, certificate);
    }
}
