package dev.caravan.hub;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KnownIssuer;

/**
 * Down when an issuer has expired, {@code NOT_REPLACED} while one goes on because what was put in its place cannot be used,
 * {@code ENDS_EARLY} when its remaining life is shorter than a board's certificate should live: there is time for a person, and
 * the hub as a whole stays up.
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
        var troubles = issuers.troubles();
        var words = Stream.concat(
                        known.stream().flatMap(issuer -> issuer.warning(now, leafLife).stream()),
                        troubles.entrySet().stream().map(each -> "issuer '" + each.getKey() + "': " + each.getValue()))
                .toList();
        if (words.isEmpty()) {
            return Health.up().build();
        }
        return Health.status(status(known.stream().allMatch(issuer -> now.isBefore(issuer.ends())), troubles.keySet()))
                .withDetail("words", words)
                .build();
    }

    /** Everybody may read it, so it names no file. @param notReplaced names of issuers */
    private static Status status(boolean alive, Set<String> notReplaced) {
        var why = notReplaced.isEmpty()
                ? ""
                : "what was put in the place of issuer " + String.join(", ", notReplaced)
                        + " cannot be used, so the one before goes on; the log says why";
        if (!alive) {
            return new Status(Status.DOWN.getCode(), why);
        }
        return new Status(notReplaced.isEmpty() ? "ENDS_EARLY" : "NOT_REPLACED", why);
    }
}
