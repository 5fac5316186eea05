package dev.caravan.ledger;

/** A batch that was complete and is worked again, inside the caller's transaction: its report is amended at the end. */
final class Reopened {

    private Reopened() {}

    /** Does nothing to one that is not complete. */
    static void batch(LedgerDatabase database, String batch) {
        database.writer()
                .sql("UPDATE batch SET state = 'WORKING', completed_at = NULL WHERE id = :batch AND state = 'COMPLETE'")
                .param("batch", batch)
                .update();
    }
}
