package dev.caravan.ledger;

/** What a chunk waits for next. */
public enum Stage {
    /** Keys and certificates. */
    CERTIFY,
    /** Disabled enrollments in DPS, verified. */
    ENROLL,
    /** Identities into the outbox. */
    DELIVER,
    /** Nothing: each of its boards is enrolled or parked. */
    DONE;

    /** The stage after this one. */
    public Stage following() {
        return values()[Math.min(ordinal() + 1, DONE.ordinal())];
    }
}
