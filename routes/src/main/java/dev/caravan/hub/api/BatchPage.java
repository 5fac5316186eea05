package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Some batches, the newest first. */
@Schema(description = "some batches, the newest first")
public record BatchPage(
        List<BatchView> items,

        @Schema(description = "the value of 'after' for the next page; absent on the last page") @Nullable
        String next) {}
