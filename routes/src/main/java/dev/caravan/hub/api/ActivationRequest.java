package dev.caravan.hub.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;

/**
 * What the caller asks for.
 *
 * @param iotHub host name of the hub; required
 * @param tags twin tags; none if absent
 * @param desired desired properties; none if absent
 */
public record ActivationRequest(
        @Nullable String iotHub,
        @Nullable ObjectNode tags,
        @Nullable ObjectNode desired) {

    Activation activation() {
        if (iotHub == null || iotHub.isBlank()) {
            throw ApiJson.invalid("field 'iotHub' is required: the host name of the IoT Hub");
        }
        return new Activation(iotHub, orEmpty(tags), orEmpty(desired));
    }

    private static ObjectNode orEmpty(@Nullable ObjectNode node) {
        return node == null ? JsonNodeFactory.instance.objectNode() : node;
    }
}
