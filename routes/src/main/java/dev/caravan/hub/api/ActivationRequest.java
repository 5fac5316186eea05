package dev.caravan.hub.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.preparation.Wish;

/** What the caller asks for. */
public record ActivationRequest(
        @Schema(
                description =
                        "host name of the IoT Hub, one of those that the hub is configured for; absent: the rules of"
                                + " the hub's configuration choose",
                example = "plant-a.azure-devices.net")
        @Nullable
        String iotHub,

        @Schema(
                description =
                        "what is said about the board, where a schema of metadata fits it; see getBoardMetadataSchema",
                implementation = Object.class,
                example = "{\"chassis\":\"WKR00000000004711\",\"location\":{\"country\":\"DE\"}}")
        @Nullable
        ObjectNode metadata,

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

    Wish wish() {
        return new Wish(iotHub == null || iotHub.isBlank() ? null : iotHub, metadata, orEmpty(tags), orEmpty(desired));
    }

    private static ObjectNode orEmpty(@Nullable ObjectNode node) {
        return node == null ? JsonNodeFactory.instance.objectNode() : node;
    }
}
