package dev.caravan.hub;

import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.enrollment.Dps.WrongClock;

/**
 * {@code WRONG} while this machine's clock is minutes off, with what it says and what DPS says: nothing waits for that, and the
 * hub as a whole stays up.
 */
final class ClockHealth implements HealthIndicator {

    private final Supplier<Optional<WrongClock>> wrongClock;

    ClockHealth(Supplier<Optional<WrongClock>> wrongClock) {
        this.wrongClock = wrongClock;
    }

    @Override
    public Health health() {
        return wrongClock
                .get()
                .map(WrongClock::sentence)
                .map(words -> Health.status(new Status("WRONG", words)).build())
                .orElseGet(() -> Health.up().build());
    }
}
