package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Batch;
import dev.caravan.ledger.BatchCounts;

/**
 * A batch as the API shows it.
 *
 * @param rows input rows, good and bad
 * @param counts how many rows stand where: accepted, certified, enrolled, activated, registered, parked, rejected,
 *     duplicate; zeros are left out
 * @param alarm why the batch was stopped
 * @param problems what the unfinished rows wait for at the moment
 */
public record BatchView(
        String id,
        String file,
        String sha256,
        String state,
        long rows,
        Map<String, Long> counts,
        @Nullable String alarm,
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
