package dev.caravan.hub;

import java.time.Clock;
import java.time.Duration;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KnownIssuer;

/**
 * Down when an issuer has expired, {@code ENDS_EARLY} when its remaining life is shorter than a board's certificate should live:
 * there is time to put another one in its place, and the hub as a whole stays up.
 */
final class IssuerHealth implements HealthIndicator {

    private final Issuers issuers;
    private final Duration leafLife;
    private final Clock clock;

    IssuerHealth(Issuers issuers, Duration leafLife, Clock clock) {
        this.issuers = issuers;
        this.leafLife = leafLife;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var now = clock.instant();
        var known = issuers.names().stream()
                .map(issuers::named)
                .map(KnownIssuer::of)
                .toList();
        var health = known.stream().allMatch(issuer -> now.isBefore(issuer.ends()))
                ? Health.status("ENDS_EARLY")
                : Health.down();
        var warnings = known.stream()
                .flatMap(issuer -> issuer.warning(now, leafLife).stream())
                .toList();
        return warnings.isEmpty()
                ? Health.up().build()
                : health.withDetail("words", warnings).build();
    }
}
