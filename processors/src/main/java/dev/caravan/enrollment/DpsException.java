package dev.caravan.enrollment;

import java.time.Instant;

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

    /** Throttled (429) or in trouble (5xx): come back at the instant. */
    public static final class ComeBackLater extends DpsException {
        private static final long serialVersionUID = 1L;
        private final Instant at;
        private final boolean perhapsDone;

        private ComeBackLater(String message, Instant at, boolean perhapsDone, Throwable cause) {
            super(message, cause);
            this.at = at;
            this.perhapsDone = perhapsDone;
        }

        static ComeBackLater throttled(String message, Instant at, Throwable cause) {
            return new ComeBackLater(message, at, false, cause);
        }

        static ComeBackLater inTrouble(String message, Instant at, Throwable cause) {
            return new ComeBackLater(message, at, true, cause);
        }

        /** Whether the request may have been carried out all the same: so after a 5xx, never after a 429. */
        public boolean perhapsDone() {
            return perhapsDone;
        }

        /** Earliest time of the next try, by the hub's clock. */
        public Instant at() {
            return at;
        }
    }

    /** The service cannot be reached, or something in between answers for it; the service was asked for nothing. */
    public static final class Unreachable extends DpsException {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The service was found to be down: it was asked for nothing, and will not be before the instant. */
    public static final class Down extends DpsException {
        private static final long serialVersionUID = 1L;
        private final Instant at;

        Down(String message, Instant at) {
            super(message, null);
            this.at = at;
        }

        /** Earliest time of the next try, by the hub's clock. */
        public Instant at() {
            return at;
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
