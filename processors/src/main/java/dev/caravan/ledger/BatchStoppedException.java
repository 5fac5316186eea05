package dev.caravan.ledger;

/** Ends the work on a chunk because its batch was stopped; the ledger holds the alarm. */
public final class BatchStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BatchStoppedException(String alarm) {
        super(alarm);
    }
}
