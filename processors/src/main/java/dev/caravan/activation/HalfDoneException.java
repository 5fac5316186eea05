package dev.caravan.activation;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.caravan.enrollment.DpsException;
import dev.caravan.registry.RegistryException;

/**
 * DPS has taken an activation, but the board's hub has not, or is not known to have. The intent stays, and the rest is done
 * by {@link Activator#settleCutOff}. The message is for whoever asked.
 */
public final class HalfDoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Duration pause;

    HalfDoneException(RuntimeException cause) {
        super(
                "half done: the enrollment in DPS is as asked, the board's IoT Hub is not yet: " + cause.getMessage(),
                cause);
        this.pause = pause(cause);
    }

    private static Duration pause(@Nullable Throwable cause) {
        if (cause instanceof RegistryException.ComeBackLater later) {
            return later.pause();
        }
        return cause instanceof DpsException.ComeBackLater later ? later.pause() : SOON;
    }

    /** Until it is worth looking at the board again; never negative. */
    public Duration pause() {
        return pause;
    }
}
