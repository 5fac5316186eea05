package dev.caravan.hub;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.hsm.Token;
import dev.caravan.hsm.Trouble;

/** Down while the token cannot be used; it says why, because nothing that needs the token's keys goes on. Asks nothing of it. */
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
                .orElseGet(() -> Health.up().build());
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
