package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One batch file as the ledger knows it.
 *
 * @param id the name, or {@code name~2} and so on when the name was used before with other content
 * @param file the file as it was dropped
 * @param rows input rows read so far, good and bad
 * @param alarm why the batch was stopped; null otherwise
 * @param lastProblem what went wrong last, also when it is over; null if nothing has
 */
public record Batch(
        String id,
        String file,
        String sha256,
        State state,
        long rows,
        int revision,
        @Nullable String alarm,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable String lastProblem,
        @Nullable Instant lastProblemAt) {

    /** Where a batch is. */
    public enum State {
        /** Its rows are being read from the snapshot; the first chunks may be worked already. */
        READING,
        /** All rows are read; chunks are being worked. */
        WORKING,
        /** DPS contradicted the ledger: nothing more is done until a person has looked. */
        STOPPED,
        /** No row is in progress; report and summary are written. */
        COMPLETE
    }
}
