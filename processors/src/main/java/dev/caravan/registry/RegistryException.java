package dev.caravan.registry;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A call to an IoT Hub's registry that gave no answer to work with. The kinds differ by what the caller does next; messages
 * are for an operator and carry the hub's own words.
 */
public abstract sealed class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Throttled, in trouble, not reached, or without an answer: read again after the pause. It may have been carried out. */
    public static final class ComeBackLater extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final Duration pause;

        ComeBackLater(String message, Duration pause, @Nullable Throwable cause) {
            super(message, cause);
            this.pause = pause;
        }

        /** Until the next try, from now on; never negative. */
        public Duration pause() {
            return pause;
        }
    }

    /** The identity or the twin was changed or deleted meanwhile (404, 409, 412): read it again. */
    public static final class ChangedMeanwhile extends RegistryException {
        private static final long serialVersionUID = 1L;

        ChangedMeanwhile(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The hub refuses this for good, does not accept our credentials, or none are configured: a person must act. */
    public static final class Refused extends RegistryException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
