package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Batch;
import dev.caravan.ledger.BatchCounts;

/**
 * A batch as the API shows it.
 */
public record BatchView(
        @Schema(example = "line-7") String id,
        String file,
        String sha256,

        @Schema(allowableValues = {"READING", "WORKING", "STOPPED", "COMPLETE"})
        String state,

        @Schema(description = "input rows, good and bad") long rows,

        @Schema(
                description = "how many rows stand where; zeros are left out",
                example = "{\"enrolled\":25,\"rejected\":2}")
        Map<String, Long> counts,

        @Schema(description = "why the batch was stopped") @Nullable
        String alarm,

        @Schema(description = "what the unfinished rows wait for at the moment")
        List<String> problems,

        Instant createdAt,
        @Nullable Instant completedAt) {

    static BatchView of(Batch batch, BatchCounts counts, List<String> problems) {
        return new BatchView(
                batch.id(),
                batch.file(),
                batch.sha256(),
                batch.state().name(),
                batch.rows(),
                named(counts),
                batch.alarm(),
                problems,
                batch.createdAt(),
                batch.completedAt());
    }

    private static Map<String, Long> named(BatchCounts counts) {
        var named = new TreeMap<String, Long>();
        counts.boards().forEach((state, boards) -> named.put(state.name().toLowerCase(Locale.ROOT), boards));
        named.put("rejected", counts.rejected());
        named.put("duplicate", counts.duplicate());
        named.values().removeIf(number -> number == 0);
        return named;
    }
}
