package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.ledger.Finding;

/**
 * One board on which DPS and the hub differ.
 */
public record FindingView(
        @Schema(description = "as DPS writes it", example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301")
        String guid,

        @Schema(example = "MISSING") Finding.Kind kind,

        @Schema(
                description = "what differs, in a sentence",
                example = "the board is ENROLLED in the ledger, but DPS has no enrollment for it")
        String what,

        @Schema(description = "what to do about it") String advice,

        @Schema(description = "what the hub can do, or has done, about it", example = "POSSIBLE")
        Finding.Repair repair) {

    static FindingView of(Finding finding) {
        return new FindingView(finding.guid(), finding.kind(), finding.what(), finding.advice(), finding.repair());
    }
}
