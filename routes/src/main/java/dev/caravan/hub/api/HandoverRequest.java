package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who gets the board, and why. */
public record HandoverRequest(
        @Schema(
                description = "the machine manufacturer, as the batch files name it",
                example = "lemken",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String consignee,

        @Schema(description = Reason.WORDS, example = Reason.EXAMPLE, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason) {}
