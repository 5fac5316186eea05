package dev.caravan.emulator.quota;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Attempt.Plane;

/** The throttles of the services, each with its documented limit: of a DPS instance, and of an S1 hub of one unit. */
enum Throttle {
    SERVICE_OPERATIONS("serviceOperations", Limit.of(1000, Duration.ofMinutes(1))),
    REGISTRATIONS("registrations", Limit.of(1000, Duration.ofMinutes(1))),
    POLLS("polls", Limit.of(5, Duration.ofSeconds(10))),
    IDENTITIES("identities", Limit.shaped(100, Duration.ofMinutes(1))),
    CONNECTIONS("connections", Limit.shaped(100, Duration.ofSeconds(1))),
    TELEMETRY("telemetry", Limit.shaped(100, Duration.ofSeconds(1))),
    CLOUD_MESSAGES("cloudMessages", Limit.shaped(100, Duration.ofMinutes(1))),
    TWIN_READS("twinReads", Limit.shaped(100, Duration.ofSeconds(1))),
    TWIN_UPDATES("twinUpdates", Limit.shaped(50, Duration.ofSeconds(1))),
    /** Documented as 160 KB a second in meters of 4 KB; here each call is one meter. */
    METHODS("methods", Limit.shaped(40, Duration.ofSeconds(1))),
    QUERIES("queries", Limit.shaped(20, Duration.ofMinutes(1)));

    private final String text;
    private final Limit real;

    Throttle(String text, Limit real) {
        this.text = text;
        this.real = real;
    }

    String text() {
        return text;
    }

    Limit real() {
        return real;
    }

    static Optional<Throttle> named(String text) {
        return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /** The one that counts a call; registrations and polls are counted apart (seen), a lookup not at all (documented). */
    static Optional<Throttle> of(Attempt attempt) {
        if (attempt.plane() == Plane.SERVICE) {
            return Optional.of(SERVICE_OPERATIONS);
        }
        return switch (attempt.operation()) {
            case "register" -> Optional.of(REGISTRATIONS);
            case "poll" -> Optional.of(POLLS);
            case "connect" -> Optional.of(CONNECTIONS);
            case "telemetry" -> Optional.of(TELEMETRY);
            case "twinGet" -> Optional.of(TWIN_READS);
            case "twinPatch", "twinPut" -> Optional.of(TWIN_UPDATES);
            case "identityGet", "identityPut", "identityDelete", "identityList", "identityBulk", "statistics" ->
                Optional.of(IDENTITIES);
            case "mailSend" -> Optional.of(CLOUD_MESSAGES);
            case "methodCall" -> Optional.of(METHODS);
            case "query" -> Optional.of(QUERIES);
            default -> Optional.empty();
        };
    }

    /** Whose bucket it is: a device's, a hub's, or the instance's. */
    String owner(Attempt attempt) {
        if (this == POLLS) {
            return String.valueOf(attempt.id());
        }
        return attempt.hub() == null ? "" : attempt.hub();
    }
}
