package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;

/** The board on its way out of service, or to another place. */
public record LifecycleAnswer(
        BoardView board,

        @Schema(
                description =
                        "whether DPS and IoT Hub are as asked, and were read back; if not, the hub goes on by itself")
        boolean done,

        @Schema(description = "false if it was so before") boolean changed) {}
