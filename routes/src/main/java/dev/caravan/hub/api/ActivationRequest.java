package dev.caravan.hub.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;

/** What the caller asks for. */
public record ActivationRequest(
        @Schema(
                description = "host name of the IoT Hub, one of those that the hub is configured for",
                example = "plant-a.azure-devices.net",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String iotHub,

        @Schema(
                description = "twin tags, seen by the service only; none if absent",
                implementation = Object.class,
                example = "{\"site\":\"Augsburg\",\"chassis\":\"WDB-4711\"}")
        @Nullable
        ObjectNode tags,

        @Schema(
                description = "desired properties of the initial twin, seen by the board; none if absent",
                implementation = Object.class,
                example = "{\"reportSeconds\":30}")
        @Nullable
        ObjectNode desired) {

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
