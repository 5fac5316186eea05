package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which board takes over, and why. */
public record ReplacementRequest(
        @Schema(
                description = "GUID of the new board: enrolled, of the same consignee, never activated",
                example = "3f2504e0-4f89-41d3-9a0c-0305e82c3302",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String by,

        @Schema(description = Reason.WORDS, example = Reason.EXAMPLE, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason) {}
