package dev.caravan.emulator.dps.registration;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.json.Json;

/**
 * What the last registration of a device came to.
 *
 * @param groupId the group it came in by; null for an individual enrollment
 * @param status assigned, failed or disabled
 * @param operationId the id a device polls with; never shown by the service API
 */
public record Registration(
        String registrationId,
        @Nullable String groupId,
        String operationId,
        Instant created,
        Instant updated,
        String etag,
        String status,
        @Nullable String substatus,
        @Nullable String assignedHub,
        @Nullable String deviceId,
        @Nullable Integer errorCode,
        @Nullable String errorMessage) {

    /** What an enrollment shows before its first registration (seen). */
    static ObjectNode unassigned(String registrationId) {
        return Json.object().put("registrationId", registrationId).put("status", "unassigned");
    }

    /** DeviceRegistrationState, the same for the service's and the device's eyes (seen). */
    public ObjectNode show() {
        var shown = Json.object().put("registrationId", registrationId).put("createdDateTimeUtc", Stamps.text(created));
        put(shown, "assignedHub", assignedHub);
        put(shown, "deviceId", deviceId);
        shown.put("status", status);
        put(shown, "substatus", substatus);
        if (errorCode != null) {
            shown.put("errorCode", errorCode);
        }
        put(shown, "errorMessage", errorMessage);
        return shown.put("lastUpdatedDateTimeUtc", Stamps.text(updated)).put("etag", etag);
    }

    /** Whether the device came in by this group; it may be gone by now. */
    public boolean isOf(String group) {
        return groupId != null && groupId.equalsIgnoreCase(group);
    }

    private static void put(ObjectNode shown, String name, @Nullable String value) {
        if (value != null) {
            shown.put(name, value);
        }
    }
}
