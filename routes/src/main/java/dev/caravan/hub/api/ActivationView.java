package dev.caravan.hub.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.board.Activation;

/** Hub and initial twin of an activated board. */
public record ActivationView(
        @Schema(description = "host name of the IoT Hub", example = "plant-a.azure-devices.net")
        String iotHub,

        @Schema(description = "twin tags", implementation = Object.class)
        ObjectNode tags,

        @Schema(description = "desired properties of the twin", implementation = Object.class)
        ObjectNode desired) {

    static ActivationView of(Activation activation) {
        return new ActivationView(activation.iotHub(), activation.tags(), activation.desired());
    }
}
