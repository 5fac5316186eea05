package dev.caravan.hub.api;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.ledger.ActivationItem.Outcome;

/** How many boards have ended how. */
public record BulkCounts(
        int boards,

        @Schema(description = "activated, or changed, by this request")
        int activated,

        @Schema(description = "were activated as asked before")
        int unchanged,

        @Schema(description = "could be activated; only in a dry run")
        int possible,

        @Schema(description = "refused; each has its problem")
        int refused,

        @Schema(description = "nothing was done: the time was over, or the job was cancelled; ask for them again")
        int notDone,

        @Schema(description = "their turn comes; only in a job")
        int waiting) {

    static BulkCounts of(Map<Outcome, Integer> counts) {
        return new BulkCounts(
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts.getOrDefault(Outcome.ACTIVATED, 0),
                counts.getOrDefault(Outcome.UNCHANGED, 0),
                counts.getOrDefault(Outcome.POSSIBLE, 0),
                counts.getOrDefault(Outcome.REFUSED, 0),
                counts.getOrDefault(Outcome.NOT_DONE, 0),
                counts.getOrDefault(Outcome.WAITING, 0));
    }

    static BulkCounts of(Collection<Outcome> outcomes) {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        outcomes.forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
        return of(counts);
    }
}
