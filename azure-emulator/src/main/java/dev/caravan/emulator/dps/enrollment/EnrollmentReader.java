package dev.caravan.emulator.dps.enrollment;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Identifiers;
import dev.caravan.emulator.hub.TwinLimits;
import dev.caravan.emulator.json.Json;

/** Checks what a client sends as an enrollment and keeps the part that is the client's to set. */
public final class EnrollmentReader {

    private static final Set<String> OF_BOTH = Set.of(
            "capabilities",
            "iotHubHostName",
            "initialTwin",
            "provisioningStatus",
            "reprovisionPolicy",
            "allocationPolicy",
            "iotHubs",
            "customAllocationDefinition",
            // Means nothing unless devices may send signing requests (a preview).
            "credentialPolicyName");
    private static final Set<String> OF_DEVICES = Set.of("deviceId", "optionalDeviceInformation");
    private static final Set<String> STATUSES = Set.of("enabled", "disabled");
    private static final Set<String> POLICIES = Set.of("hashed", "geoLatency", "static", "custom");
    private static final List<String> OBJECTS = List.of(
            "capabilities",
            "reprovisionPolicy",
            "initialTwin",
            "optionalDeviceInformation",
            "customAllocationDefinition");

    private final Kind kind;
    private final Predicate<String> linked;
    private final AttestationReader attestations;

    /** The hubs that are linked at the time are told by host, lower case; the random source makes symmetric keys. */
    public EnrollmentReader(Kind kind, Predicate<String> linked, VerifiedCertificates authorities, Random secrets) {
        this.kind = kind;
        this.linked = linked;
        this.attestations = new AttestationReader(kind, authorities, new KeyMaker(secrets));
    }

    /** What is left of a valid enrollment. */
    record Draft(String id, Settings settings, Attestation attestation) {}

    /** Everything that can be judged without knowing what is stored, and then the attestation. */
    Draft read(String id, ObjectNode sent, @Nullable Attestation stored) {
        Identifiers.check(kind.idField(), id);
        var fields = fieldsOf(sent);
        checkDeviceId(fields);
        checkChoices(fields);
        checkHubs(fields);
        checkTwin(fields.path("initialTwin"));
        return new Draft(id, new Settings(fields), attestations.read(sent.path("attestation"), id, stored));
    }

    /** Null means absent, except for the status, which is kept as null (seen). */
    private ObjectNode fieldsOf(ObjectNode sent) {
        var fields = Json.object();
        sent.properties().stream()
                .filter(member -> isKept(member.getKey()))
                .filter(member -> !member.getValue().isNull() || member.getKey().equals("provisioningStatus"))
                .forEach(member -> fields.set(member.getKey(), member.getValue()));
        return fields;
    }

    private boolean isKept(String name) {
        return OF_BOTH.contains(name) || kind == Kind.INDIVIDUAL && OF_DEVICES.contains(name);
    }

    private static void checkDeviceId(ObjectNode fields) {
        if (fields.has("deviceId")) {
            Identifiers.checkDevice(fields.get("deviceId").asText());
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
        for (var name : OBJECTS) {
            if (fields.has(name) && !fields.get(name).isObject()) {
                throw DpsError.invalid(name + " must be an object.");
            }
        }
        checkCustom(fields);
    }

    /** Without a web hook there is nothing to ask (both of its members are required by the schema). */
    private static void checkCustom(ObjectNode fields) {
        var hook = fields.path("customAllocationDefinition");
        if (fields.path("allocationPolicy").asText().equals("custom")
                && (!hook.path("webhookUrl").isTextual()
                        || !hook.path("apiVersion").isTextual())) {
            throw DpsError.invalid(
                    "Custom allocation needs customAllocationDefinition with webhookUrl and apiVersion.");
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
        hubs.stream().filter(hub -> !linked.test(hub)).findFirst().ifPresent(hub -> {
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
