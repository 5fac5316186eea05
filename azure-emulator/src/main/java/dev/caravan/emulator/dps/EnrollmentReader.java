package dev.caravan.emulator.dps;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.TwinLimits;
import dev.caravan.emulator.json.Json;

/** Checks what a client sends as an enrollment and keeps the part that is the client's to set. */
final class EnrollmentReader {

    private static final Set<String> KEPT = Set.of(
            "deviceId",
            "optionalDeviceInformation",
            "capabilities",
            "iotHubHostName",
            "initialTwin",
            "provisioningStatus",
            "reprovisionPolicy",
            "allocationPolicy",
            "iotHubs",
            "customAllocationDefinition");
    private static final Set<String> STATUSES = Set.of("enabled", "disabled");
    private static final Set<String> POLICIES = Set.of("hashed", "geoLatency", "static", "custom");

    private final Set<String> linkedHubs;

    /** Hubs are named by host, lower case. */
    EnrollmentReader(Set<String> linkedHubs) {
        this.linkedHubs = linkedHubs;
    }

    /** What is left of a valid enrollment: the fields and the certificates. */
    record Draft(String registrationId, ObjectNode fields, Attestation attestation) {}

    /** Everything that can be judged without knowing what is stored, and then the attestation. */
    Draft read(String registrationId, ObjectNode sent, @Nullable Attestation stored) {
        RegistrationIds.check(registrationId);
        var fields = fieldsOf(sent);
        checkDeviceId(fields);
        checkChoices(fields);
        checkHubs(fields);
        checkTwin(fields.path("initialTwin"));
        return new Draft(registrationId, fields, Attestation.read(sent.path("attestation"), registrationId, stored));
    }

    /** Null means absent, except for the status, which is kept as null (seen). */
    private static ObjectNode fieldsOf(ObjectNode sent) {
        var fields = Json.object();
        sent.properties().stream()
                .filter(member -> KEPT.contains(member.getKey()))
                .filter(member -> !member.getValue().isNull() || member.getKey().equals("provisioningStatus"))
                .forEach(member -> fields.set(member.getKey(), member.getValue()));
        return fields;
    }

    private static void checkDeviceId(ObjectNode fields) {
        if (fields.has("deviceId")) {
            RegistrationIds.checkDevice(fields.get("deviceId").asText());
        }
    }

    private static void checkChoices(ObjectNode fields) {
        if (fields.hasNonNull("provisioningStatus")
                && !STATUSES.contains(fields.get("provisioningStatus").asText())) {
            throw DpsError.invalid("provisioningStatus must be enabled or disabled.");
        }
        if (fields.has("allocationPolicy")
                && !POLICIES.contains(fields.get("allocationPolicy").asText())) {
            throw DpsError.invalid("allocationPolicy must be hashed, geoLatency, static or custom.");
        }
        for (var name : List.of("capabilities", "reprovisionPolicy", "initialTwin", "optionalDeviceInformation")) {
            if (fields.has(name) && !fields.get(name).isObject()) {
                throw DpsError.invalid(name + " must be an object.");
            }
        }
    }

    /** Both ways to name hubs at once is refused: which one wins is not documented (stricter). */
    private void checkHubs(ObjectNode fields) {
        var listed = fields.path("iotHubs");
        if (!listed.isMissingNode() && !listed.isArray()) {
            throw DpsError.invalid("iotHubs must be a list of host names.");
        }
        Set<String> hubs = new HashSet<>();
        listed.forEach(hub -> hubs.add(hub.asText()));
        if (fields.has("iotHubHostName")) {
            if (!hubs.isEmpty()) {
                throw DpsError.invalid("iotHubHostName and iotHubs exclude each other.");
            }
            hubs.add(fields.get("iotHubHostName").asText());
        }
        if (fields.path("allocationPolicy").asText().equals("static") && hubs.size() != 1) {
            throw DpsError.invalid("Static allocation needs exactly one IoT hub.");
        }
        hubs.stream().filter(hub -> !linkedHubs.contains(hub)).findFirst().ifPresent(hub -> {
            throw DpsError.invalid("IoT hub " + hub + " is not linked.");
        });
    }

    private static void checkTwin(JsonNode twin) {
        tooMuch(twin).ifPresent(wrong -> {
            throw DpsError.invalid("initialTwin: " + wrong + ".");
        });
    }

    private static Optional<String> tooMuch(JsonNode twin) {
        var tags = twin.path("tags");
        var desired = twin.path("properties").path("desired");
        var ofTags = tags.isMissingNode() || tags.isNull() ? Optional.<String>empty() : TwinLimits.ofTags(tags);
        if (ofTags.isPresent() || desired.isMissingNode() || desired.isNull()) {
            return ofTags;
        }
        return TwinLimits.ofProperties("desired", desired);
    }
}
