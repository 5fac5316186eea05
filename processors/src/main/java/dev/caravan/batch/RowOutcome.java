package dev.caravan.batch;

import java.util.Locale;

/** How a row of a complete batch ended. */
public enum RowOutcome {
    /** DPS has the board, disabled; it may have been activated since. */
    ENROLLED,
    /** The row cannot be accepted. */
    REJECTED,
    /** The board was known already; counts among the rejected. */
    DUPLICATE,
    /** Accepted; its certificate is asked for later, over EST, and nothing is wrong. */
    AWAITING,
    /** Accepted, but a step failed for good; a retry may resume it. */
    PARKED;

    /** As reports write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
