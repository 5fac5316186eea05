package dev.caravan.reconciliation;

/** Ends a run that has found more than can be an accident here and there. */
final class TooMuchDiffersException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchDiffersException(int most) {
        super("more than " + most
                + " boards differ (caravan.reconciliation.most-differences). Is the connection string that"
                + " of the right DPS, and the ledger the right one? Nothing was repaired; raise the limit if all this is"
                + " true");
    }
}
