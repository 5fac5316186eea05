package dev.caravan.emulator.dps.enrollment;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a client sets in an enrollment besides id and attestation. Read it once and ask it often: an enrollment makes it
 * anew for everyone who wants it.
 *
 * @param tree the members as they were sent; belongs to whoever asked for it
 */
public record Settings(ObjectNode tree) {

    /** No status, and a status of null, count as enabled (seen). */
    public boolean enabled() {
        return !tree.path("provisioningStatus").asText().equals("disabled");
    }

    /** The device's name in the hub; when there is none, the registrationId takes its place. Never in a group. */
    public Optional<String> deviceId() {
        return Optional.ofNullable(tree.path("deviceId").textValue());
    }

    /** How one of several hubs is chosen. */
    public Optional<String> allocationPolicy() {
        return Optional.ofNullable(tree.path("allocationPolicy").textValue());
    }

    /** The older way to name a single hub, whatever the policy says (seen in the CLI). */
    public Optional<String> onlyHub() {
        return Optional.ofNullable(tree.path("iotHubHostName").textValue());
    }

    /** Hubs named by the enrollment; the older single field means the same as a list of one (seen in the CLI). */
    public List<String> hubs() {
        var one = tree.path("iotHubHostName");
        if (one.isTextual()) {
            return List.of(one.textValue());
        }
        return StreamSupport.stream(tree.path("iotHubs").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** False only when the policy says so: the default is to re-evaluate and to migrate (documented). */
    public boolean updatesHub() {
        return tree.path("reprovisionPolicy").path("updateHubAssignment").asBoolean(true);
    }

    /** Whether the twin goes along to another hub, rather than starting anew. */
    public boolean migratesData() {
        return tree.path("reprovisionPolicy").path("migrateDeviceData").asBoolean(true);
    }

    /** Tags and desired properties of a new device; missing when there are none. */
    public JsonNode initialTwin() {
        return tree.path("initialTwin");
    }

    /** Which authority certifies the device's operational key (a preview). */
    public Optional<String> credentialPolicy() {
        return Optional.ofNullable(tree.path("credentialPolicyName").textValue());
    }

    /** Whether the device is an edge gateway. */
    public boolean isEdge() {
        return tree.path("capabilities").path("iotEdge").asBoolean();
    }

    /** The web hook of the policy {@code custom}, with {@code webhookUrl} and {@code apiVersion}; missing without. */
    public JsonNode customAllocation() {
        return tree.path("customAllocationDefinition");
    }
}
