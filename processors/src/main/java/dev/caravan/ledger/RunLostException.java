package dev.caravan.ledger;

/** The run is no longer ours: its lease was over and it was called off. Nothing of the refused write was stored. */
public final class RunLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunLostException(long run) {
        super("run " + run + " over DPS was called off: this hub gave no sign of life for too long");
    }
}
