package dev.caravan.lifecycle;

import java.time.Duration;

/** A step that cannot be done now. The message is for an operator; it is tried again after the pause. */
final class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration pause;

    StuckException(String message, Duration pause) {
        super(message);
        this.pause = pause;
    }

    Duration pause() {
        return pause;
    }
}
