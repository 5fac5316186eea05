package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/** What became of each board of a request. */
public record BulkAnswer(
        BulkCounts counts,

        @Schema(description = "one for each board, in the order of the request")
        List<ItemAnswer> items) {}
