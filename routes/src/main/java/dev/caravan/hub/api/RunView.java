package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;

/**
 * One pass over all enrollments of DPS.
 */
public record RunView(
        @Schema(example = "12") long id,
        @Schema(example = "COMPLETE") DpsRun.State state,

        @Schema(description = "how far it is, or how it ended, in a sentence")
        String detail,

        @Schema(description = "whether it may change anything")
        boolean changing,

        @Schema(description = "what it is doing, or did last", example = "READING_DPS")
        DpsRun.Step step,

        Instant startedAt,
        @Nullable Instant endedAt,

        @Schema(description = "enrollments read from DPS so far", example = "20000")
        long enrollments,

        @Schema(description = "of those, boards on which DPS and the hub agree", example = "19998")
        long agreed,

        @Schema(description = "of those, other devices: their ids are no GUIDs", example = "0")
        long otherDevices,

        @Schema(description = "unknown to the hub, and only counted, because so many were listed before", example = "0")
        long unlisted,

        @Schema(description = "boards repaired, or adopted", example = "0")
        long changed,

        @Schema(
                description = "how many differ in which way",
                implementation = Object.class,
                example = "{\"MISSING\":2}")
        Map<Kind, Long> differences,

        @Schema(description = "a page of what differs, in the order of GUIDs")
        List<FindingView> items,

        @Schema(description = "'after' of the next page; absent on the last one") @Nullable
        String next) {

    static RunView of(DpsRun run, Map<Kind, Long> differences, List<Finding> page, int limit) {
        return new RunView(
                run.id(),
                run.state(),
                RunWords.of(run, differences),
                run.changing(),
                run.step(),
                run.startedAt(),
                run.endedAt(),
                run.enrollments(),
                run.agreed(),
                run.noBoards(),
                run.unlisted(),
                run.changed(),
                differences,
                page.stream().map(FindingView::of).toList(),
                page.size() < limit ? null : page.get(limit - 1).guid());
    }
}
