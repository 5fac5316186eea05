package dev.caravan.emulator.hub;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One version of a device's entry in the identity registry.
 *
 * @param generationId tells a device from an earlier one of the same id
 * @param etag another one in each version
 * @param statusReason free text of whoever set the status
 * @param statusSince when the status last changed; null: never
 */
public record Identity(
        String deviceId,
        String generationId,
        String etag,
        Authentication authentication,
        boolean enabled,
        @Nullable String statusReason,
        @Nullable Instant statusSince,
        boolean iotEdge) {

    Identity with(Authentication other, String newEtag) {
        return new Identity(deviceId, generationId, newEtag, other, enabled, statusReason, statusSince, iotEdge);
    }

    Identity with(boolean on, Instant now, String newEtag) {
        return new Identity(
                deviceId,
                generationId,
                newEtag,
                authentication,
                on,
                statusReason,
                on == enabled ? statusSince : now,
                iotEdge);
    }
}
