package dev.caravan.enrollment;

import java.time.Duration;

/** Failures of DPS, as its package makes them. */
public final class DpsFailures {

    private static final Exception CAUSE = new Exception();

    private DpsFailures() {}

    public static DpsException throttled(Duration pause) {
        return DpsException.ComeBackLater.throttled("DPS throttles (429)", pause, CAUSE);
    }

    public static DpsException inTrouble(Duration pause) {
        return DpsException.ComeBackLater.inTrouble("DPS is in trouble (5xx)", pause, CAUSE);
    }

    public static DpsException unreachable() {
        return new DpsException.Unreachable("DPS cannot be reached", CAUSE);
    }

    public static DpsException down(Duration pause) {
        return new DpsException.Down("DPS is left alone", pause);
    }

    public static DpsException unknownOutcome() {
        return new DpsException.UnknownOutcome("DPS gave no answer", CAUSE);
    }

    public static DpsException refused() {
        return new DpsException.Refused("DPS refuses the request", CAUSE);
    }

    public static DpsException accessDenied() {
        return new DpsException.AccessDenied("DPS does not accept the hub's credentials (401)", CAUSE);
    }
}
