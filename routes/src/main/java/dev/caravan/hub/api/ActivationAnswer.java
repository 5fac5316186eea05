package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The board after an activation. */
public record ActivationAnswer(
        BoardView board,

        @Schema(description = "false if the board was activated so before")
        boolean changed,

        @Schema(description = "what the caller should know, for instance that the board had registered already")
        @Nullable
        String note) {}
