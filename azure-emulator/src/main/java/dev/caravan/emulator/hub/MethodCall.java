package dev.caravan.emulator.hub;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A direct method on its way to a device.
 *
 * @param requestId the device repeats it in its answer
 * @param payload any JSON value; {@code null} of JSON when the caller sent none
 */
public record MethodCall(String requestId, String name, JsonNode payload) {

    /** What the device answered; the status is its own and means nothing to the hub. */
    public record Answer(int status, JsonNode payload) {}
}
