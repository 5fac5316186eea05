package dev.caravan.hub;

import java.util.stream.Collectors;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.Trouble;

/**
 * Down while the token cannot be used, or has not all keys that are wanted; it says why, because what needs them waits. Asks
 * nothing of it.
 */
final class TokenHealth implements HealthIndicator {

    private final Token token;

    TokenHealth(Token token) {
        this.token = token;
    }

    @Override
    public Health health() {
        return token.trouble()
                .map(trouble -> Health.status(new Status(Status.DOWN.getCode(), reason(trouble)))
                        .withDetail("since", trouble.since())
                        .withDetail("words", trouble.words())
                        .build())
                .orElseGet(this::keys);
    }

    private Health keys() {
        var missing = token.missingKeys();
        return missing.isEmpty()
                ? Health.up().build()
                : Health.status(new Status(
                                Status.DOWN.getCode(),
                                "the token works, but has no "
                                        + missing.stream().map(KeyName::words).collect(Collectors.joining(", no "))
                                        + "; what needs it waits, and goes on by itself once it is there"))
                        .build();
    }

    /** Everybody may read it, so it names neither the token nor a file. */
    private static String reason(Trouble trouble) {
        return trouble.nextTry().isEmpty()
                ? "the token refuses the PIN, which is not tried again until it is changed or the hub is started again;"
                        + " until then nothing is issued"
                : "the token is away, or does not work; it is tried again every few seconds, and nothing is issued until"
                        + " it is back";
    }
}
