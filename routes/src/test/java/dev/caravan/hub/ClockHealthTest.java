package dev.caravan.hub;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.enrollment.Dps.WrongClock;

import static org.assertj.core.api.Assertions.assertThat;

class ClockHealthTest {

    @Test
    void wrongClockIsSaidInWordsThatEverybodyMayRead() {
        var wrong = new WrongClock(Instant.parse("2026-11-23T10:07:00Z"), Instant.parse("2026-11-23T10:00:00Z"));

        var status = new ClockHealth(() -> Optional.of(wrong)).health().getStatus();

        assertThat(status).isEqualTo(new Status("WRONG"));
        assertThat(status.getDescription()).contains("2026-11-23T10:07:00Z", "2026-11-23T10:00:00Z");
        assertThat(new ClockHealth(Optional::empty).health().getStatus()).isEqualTo(Status.UP);
    }
}
