package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** Boards to be activated. It stands for the document only: the boards are read one by one. */
public record BulkRequest(
        @Schema(
                description = "1 to 100,000 boards; more than 1,000 become a job",
                requiredMode = Schema.RequiredMode.REQUIRED)
        List<BulkItem> boards) {}
