package dev.caravan.enrollment;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A call to DPS that gave no answer to work with. The kinds differ by what the caller does next; messages are for an
 * operator and carry the service's own words.
 */
public abstract sealed class DpsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DpsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether any other call would fail in the same way just now: it need not be made. */
    public boolean isForEveryCall() {
        return this instanceof AccessDenied
                || this instanceof Down
                || this instanceof ComeBackLater later && !later.perhapsDone();
    }

    /** Throttled (429) or in trouble (5xx): come back after the pause. */
    public static final class ComeBackLater extends DpsException {
        private static final long serialVersionUID = 1L;
        private final Duration pause;
        private final boolean perhapsDone;

        private ComeBackLater(String message, Duration pause, boolean perhapsDone, @Nullable Throwable cause) {
            super(message, cause);
            this.pause = pause;
            this.perhapsDone = perhapsDone;
        }

        static ComeBackLater throttled(String message, Duration pause, @Nullable Throwable cause) {
            return new ComeBackLater(message, pause, false, cause);
        }

        static ComeBackLater inTrouble(String message, Duration pause, Throwable cause) {
            return new ComeBackLater(message, pause, true, cause);
        }

        /** Whether the request may have been carried out all the same: so after a 5xx, never after a 429. */
        public boolean perhapsDone() {
            return perhapsDone;
        }

        /** Until the next try, from now on; never negative. */
        public Duration pause() {
            return pause;
        }
    }

    /** The service cannot be reached, or something in between answers for it; the service was asked for nothing. */
    public static final class Unreachable extends DpsException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The service was found to be down: it was asked for nothing, and will not be before the pause is over. */
    public static final class Down extends DpsException {
        private static final long serialVersionUID = 1L;
        private final Duration pause;

        Down(String message, Duration pause) {
            super(message, null);
            this.pause = pause;
        }

        /** Until the next try, from now on; never negative. */
        public Duration pause() {
            return pause;
        }
    }

    /** The request was sent and no answer came: it may have been carried out. Read back before anything else. */
    public static final class UnknownOutcome extends DpsException {
        private static final long serialVersionUID = 1L;

        UnknownOutcome(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The service does not accept our credentials (401), or not for this (403): no call will succeed until the operator has acted. */
    public static final class AccessDenied extends DpsException {
        private static final long serialVersionUID = 1L;

        AccessDenied(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The enrollment was changed or deleted meanwhile (404, 409, 412): read it again. */
    public static final class ChangedMeanwhile extends DpsException {
        private static final long serialVersionUID = 1L;

        ChangedMeanwhile(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The service refuses this request for good; repeating it will not help. */
    public static final class Refused extends DpsException {
        private static final long serialVersionUID = 1L;

        Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
