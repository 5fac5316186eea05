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
import dev.caravan.progress.Forecast;

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

        @Schema(description = "what the unfinished rows wait for at the moment, or what else is wrong")
        List<String> problems,

        @Schema(description = "what went wrong last, also when it is over; null if nothing has") @Nullable
        String lastProblem,

        @Nullable Instant lastProblemAt,

        @Schema(
                description =
                        "what the hub works at the moment, all batches together; null when this one is at its end,"
                                + " or too little is known yet",
                example = "9600")
        @Nullable
        Long boardsPerMinute,

        @Schema(description = "when the batch will be complete if all goes on as in the last minute") @Nullable
        Instant expectedAt,

        Instant createdAt,
        @Nullable Instant completedAt) {

    static BatchView of(Batch batch, BatchCounts counts, List<String> problems, @Nullable Forecast forecast) {
        return new BatchView(
                batch.id(),
                batch.file(),
                batch.sha256(),
                batch.state().name(),
                batch.rows(),
                named(counts),
                batch.alarm(),
                problems,
                batch.lastProblem(),
                batch.lastProblemAt(),
                forecast == null ? null : forecast.boardsPerMinute(),
                forecast == null ? null : forecast.expectedAt(),
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
