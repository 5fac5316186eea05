package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Documents of the service API. */
public final class Enrollments {

    private Enrollments() {}

    /** Enabled, static to the hub, with a tag and a desired property. */
    public static ObjectNode certificate(String id, Identity board, String hub) {
        var enrollment = document("registrationId", id, hub);
        var attestation = enrollment.putObject("attestation").put("type", "x509");
        attestation
                .putObject("x509")
                .putObject("clientCertificates")
                .putObject("primary")
                .put("certificate", board.certificatePem());
        return enrollment;
    }

    /** Alike, with keys that the service makes. */
    static ObjectNode symmetricKey(String id, String hub) {
        var enrollment = document("registrationId", id, hub);
        enrollment.putObject("attestation").put("type", "symmetricKey").putObject("symmetricKey");
        return enrollment;
    }

    static ObjectNode certificateGroup(String id, Identity authority, String hub) {
        var group = document("enrollmentGroupId", id, hub);
        group.putObject("attestation")
                .put("type", "x509")
                .putObject("x509")
                .putObject("signingCertificates")
                .putObject("primary")
                .put("certificate", authority.certificatePem());
        return group;
    }

    static ObjectNode symmetricKeyGroup(String id, String hub) {
        var group = document("enrollmentGroupId", id, hub);
        group.putObject("attestation").put("type", "symmetricKey").putObject("symmetricKey");
        return group;
    }

    private static ObjectNode document(String idName, String id, String hub) {
        var document = AzureRest.JSON
                .createObjectNode()
                .put(idName, id)
                .put("provisioningStatus", "enabled")
                .put("allocationPolicy", "static");
        document.putArray("iotHubs").add(hub);
        var twin = document.putObject("initialTwin");
        twin.putObject("tags").put("site", "A");
        twin.putObject("properties").putObject("desired").put("interval", 30);
        return document;
    }

    /** The thumbprint of the first certificate, of a board or of a signer. */
    static String thumbprint(JsonNode enrollment) {
        var x509 = enrollment.at("/attestation/x509");
        var certificates = x509.has("clientCertificates") ? "clientCertificates" : "signingCertificates";
        return x509.path(certificates).at("/primary/info/sha256Thumbprint").asText();
    }
}
