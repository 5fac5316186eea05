package dev.caravan.ledger;

/** Somebody else delivers to this subscription now, or it was deleted or disabled; nothing was stored. */
public final class TurnLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TurnLostException(Turn turn) {
        super("subscription " + turn.subscription() + " is somebody else's turn now, or has ended");
    }
}
