package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Why a board is decommissioned, or gets another identity. */
public record LifecycleRequest(
        @Schema(description = Reason.WORDS, example = Reason.EXAMPLE, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason) {}
