package dev.caravan.emulator.dps.registration;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.admission.Admitted;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.json.Json;

/**
 * What the last registration of a device came to.
 *
 * @param groupId the group it came in by; null for an individual enrollment
 * @param operationId the id a device polls with; never shown by the service API
 * @param place where the device is; kept when a later registration is refused, because that does not touch the identity
 *     in the hub (documented). Null as long as it never was in one
 */
public record Registration(
        String registrationId,
        @Nullable String groupId,
        String operationId,
        Instant created,
        Instant updated,
        String etag,
        Outcome outcome,
        @Nullable Place place) {

    /** A new attempt; what is known of an earlier one is its age and its place. */
    static Registration begun(
            Admitted admitted, @Nullable Registration before, String operationId, Outcome outcome, Stamps stamps) {
        var now = stamps.now();
        return new Registration(
                admitted.registrationId(),
                admitted.groupId(),
                operationId,
                before == null ? now : before.created(),
                now,
                stamps.etag(),
                outcome,
                before == null ? null : before.place());
    }

    /** The same with an end. */
    Registration ended(Outcome end, @Nullable Place where, Stamps stamps) {
        return new Registration(registrationId, groupId, operationId, created, stamps.now(), stamps.etag(), end, where);
    }

    /** What an enrollment shows before its first registration (seen). */
    static ObjectNode unassigned(String registrationId) {
        return Json.object().put("registrationId", registrationId).put("status", "unassigned");
    }

    /** What it came to in the words of the API: assigning, assigned, failed or disabled. */
    public String status() {
        return outcome.status();
    }

    /** The hub the device is in, be it by an earlier registration; null when it never was in one. */
    public @Nullable String assignedHub() {
        return place == null ? null : place.hub();
    }

    /** Its name there. */
    public @Nullable String deviceId() {
        return place == null ? null : place.deviceId();
    }

    boolean isOpen() {
        return outcome instanceof Outcome.Assigning;
    }

    /** DeviceRegistrationState, the same for the service's and the device's eyes (seen). */
    public ObjectNode show() {
        var shown = Json.object().put("registrationId", registrationId).put("createdDateTimeUtc", Stamps.text(created));
        if (place != null) {
            shown.put("assignedHub", place.hub()).put("deviceId", place.deviceId());
        }
        shown.put("status", status());
        if (outcome instanceof Outcome.Assigned assigned) {
            shown.put("substatus", assigned.substatus());
        } else if (outcome instanceof Outcome.Failed failed) {
            shown.put("errorCode", failed.errorCode()).put("errorMessage", failed.message());
        }
        shown.put("lastUpdatedDateTimeUtc", Stamps.text(updated)).put("etag", etag);
        if (outcome instanceof Outcome.Assigned assigned && assigned.payload() != null) {
            shown.set("payload", assigned.payload().deepCopy());
        }
        return shown;
    }

    /** Whether the device came in by this group; it may be gone by now. */
    public boolean isOf(String group) {
        return groupId != null && groupId.equalsIgnoreCase(group);
    }
}
