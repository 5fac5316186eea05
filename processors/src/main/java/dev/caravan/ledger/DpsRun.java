package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One pass over all enrollments of a DPS.
 *
 * @param changing whether it may repair, or put boards into the ledger
 * @param folder where an adoption finds certificates; null for a reconciliation
 * @param enrollments read from DPS so far
 * @param agreed of those, boards on which ledger and DPS agree, or that are adopted already
 * @param noBoards of those, enrollments whose id is no board's GUID
 * @param unlisted enrollments that were counted only, because so many of the kind were found before
 * @param changed boards repaired or adopted
 * @param problem why it did not end as it should; null otherwise
 */
public record DpsRun(
        long id,
        Task task,
        boolean changing,
        @Nullable String folder,
        State state,
        Step step,
        Instant startedAt,
        @Nullable Instant endedAt,
        long enrollments,
        long agreed,
        long noBoards,
        long unlisted,
        long changed,
        @Nullable String problem) {

    /** What a run is for. */
    public enum Task {
        /** Compares the ledger with DPS. */
        RECONCILE,
        /** Puts boards into the ledger that DPS has. */
        ADOPT
    }

    /** Where a run is. */
    public enum State {
        RUNNING,
        /** It has seen everything. */
        COMPLETE,
        /** So much differs that a person must look before it goes on. */
        STOPPED,
        /** DPS gave no answer to work with. */
        FAILED,
        /** The hub was stopped or has crashed. */
        CUT_OFF
    }

    /** What a run is doing, or did last. */
    public enum Step {
        /** Pages through the enrollments of DPS. */
        READING_DPS,
        /** Looks for boards that no page has shown. */
        LOOKING_FOR_MISSING,
        /** Repairs what may be repaired. */
        REPAIRING
    }
}
