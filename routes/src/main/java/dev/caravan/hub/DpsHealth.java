package dev.caravan.hub;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

import dev.caravan.enrollment.Dps;

/**
 * Down while DPS is left alone because it has been failing or denies access, {@code THROTTLED} while bulk work pauses: that
 * passes by itself, and the hub as a whole stays up. Asks nothing of DPS itself.
 */
final class DpsHealth implements HealthIndicator {

    private final Dps dps;

    DpsHealth(Dps dps) {
        this.dps = dps;
    }

    @Override
    public Health health() {
        return dps.outage()
                .map(outage -> Health.down()
                        .withDetail("since", outage.since())
                        .withDetail("nextTry", outage.nextTry())
                        .withDetail("words", outage.words())
                        .build())
                .orElseGet(this::ofAServiceThatAnswers);
    }

    private Health ofAServiceThatAnswers() {
        return dps.throttling()
                .map(throttling -> Health.status("THROTTLED")
                        .withDetail("until", throttling.until())
                        .withDetail("words", throttling.words())
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
