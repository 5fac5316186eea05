package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;

/** The answer to a report of first boots. What became of each is told to nobody who only reports. */
public record ReportTaken(
        @Schema(description = "how many the hub has taken: all; do not send them again", example = "1")
        int taken) {}
