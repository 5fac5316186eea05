package dev.caravan.batch;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The totals of a complete batch: every row is enrolled, rejected, parked, or awaiting its own request.
 *
 * @param batch the batch's name in the ledger, {@code line-7~2} for instance
 * @param file the input's file name
 * @param sha256 of the input, lower-case hexadecimal
 * @param revision 1 at first, one more with each report that a retry has amended
 * @param counts rows by outcome; an outcome that is absent counts 0
 */
public record BatchSummary(
        String batch, String file, String sha256, int revision, Instant completedAt, Map<RowOutcome, Long> counts) {

    public BatchSummary {
        var complete = new EnumMap<RowOutcome, Long>(RowOutcome.class);
        for (var outcome : RowOutcome.values()) {
            complete.put(outcome, counts.getOrDefault(outcome, 0L));
        }
        counts = Collections.unmodifiableMap(complete);
    }

    public long rows() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public long enrolled() {
        return count(RowOutcome.ENROLLED);
    }

    /** Duplicates included. */
    public long rejected() {
        return count(RowOutcome.REJECTED) + count(RowOutcome.DUPLICATE);
    }

    public long parked() {
        return count(RowOutcome.PARKED);
    }

    public long awaiting() {
        return count(RowOutcome.AWAITING);
    }

    long count(RowOutcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** In the order in which a person reads them. */
    Map<String, Object> toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("batch", batch);
        json.put("file", file);
        json.put("sha256", sha256);
        json.put("revision", revision);
        json.put("completedAt", completedAt.toString());
        json.put("rows", rows());
        json.put("enrolled", enrolled());
        json.put("rejected", rejected());
        json.put("parked", parked());
        json.put("awaiting", awaiting());
        var byWord = new TreeMap<String, Long>();
        counts.forEach((outcome, count) -> byWord.put(outcome.word(), count));
        json.put("counts", byWord);
        return json;
    }
}
