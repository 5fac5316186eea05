package dev.caravan.emulator.dps;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;

/**
 * An individual enrollment as it is stored; immutable, also the tree inside.
 *
 * @param position where queries meet it, fixed at creation
 * @param fields what the client sets, except the attestation; see {@link EnrollmentReader}
 */
record Enrollment(
        String registrationId,
        long position,
        ObjectNode fields,
        Attestation attestation,
        String etag,
        Instant created,
        Instant updated) {

    /** The order of the recordings; capabilities and hubs, which it does not name, follow. */
    private static final List<String> BEFORE_ETAG = List.of("optionalDeviceInformation");

    private static final List<String> AFTER_ETAG = List.of("provisioningStatus", "reprovisionPolicy");
    private static final List<String> AT_END =
            List.of("allocationPolicy", "iotHubs", "iotHubHostName", "customAllocationDefinition", "capabilities");

    /** No status, and a status of null, count as enabled (seen). */
    boolean enabled() {
        return !fields.path("provisioningStatus").asText().equals("disabled");
    }

    /** The device's name in the hub: the same as the registration's when not given. */
    String deviceId() {
        return fields.path("deviceId").asText(registrationId);
    }

    Optional<String> allocationPolicy() {
        return Optional.ofNullable(fields.path("allocationPolicy").textValue());
    }

    /** Hubs named by the enrollment; the older single field means the same as a list of one (seen in the CLI). */
    List<String> hubs() {
        var one = fields.path("iotHubHostName");
        if (one.isTextual()) {
            return List.of(one.textValue());
        }
        return StreamSupport.stream(fields.path("iotHubs").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** False only when the policy says so: the default is to re-evaluate and to migrate (documented). */
    boolean updatesHub() {
        return fields.path("reprovisionPolicy").path("updateHubAssignment").asBoolean(true);
    }

    boolean migratesData() {
        return fields.path("reprovisionPolicy").path("migrateDeviceData").asBoolean(true);
    }

    JsonNode initialTwin() {
        return fields.path("initialTwin");
    }

    /** As the service returns it; the registration's state only where it is given. */
    ObjectNode show(@Nullable ObjectNode registrationState) {
        var shown = Json.object().put("registrationId", registrationId);
        copy(shown, List.of("deviceId"));
        if (registrationState != null) {
            shown.set("registrationState", registrationState);
        }
        copy(shown, BEFORE_ETAG);
        shown.set("attestation", attestation.show());
        copy(shown, List.of("initialTwin"));
        shown.put("etag", etag);
        copy(shown, AFTER_ETAG);
        shown.put("createdDateTimeUtc", Stamps.text(created));
        shown.put("lastUpdatedDateTimeUtc", Stamps.text(updated));
        copy(shown, AT_END);
        return shown;
    }

    private void copy(ObjectNode shown, List<String> names) {
        names.stream().filter(fields::has).forEach(name -> shown.set(name, fields.get(name)));
    }
}
