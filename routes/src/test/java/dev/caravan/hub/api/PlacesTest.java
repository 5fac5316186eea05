package dev.caravan.hub.api;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PlacesTest {

    private static final Duration RETRY = Duration.ofSeconds(15);

    private final Places places = new Places(2, 3);

    @Test
    void onePrincipalHasItsShareAndTheOthersHaveTheRest() {
        var first = places.take("krone", "calls", RETRY).orElseThrow();
        places.take("krone", "calls", RETRY).orElseThrow();

        var refused = catchThrowableOfType(ProblemException.class, () -> places.take("krone", "calls", RETRY));

        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.problem().detail()).contains("2 calls", "15 s");
        assertThat(refused.retryAfter()).isEqualTo(RETRY);
        assertThat(places.take("lemken", "calls", RETRY)).isPresent();
        assertThat(places.take("claas", "calls", RETRY)).as("all are taken").isEmpty();
        first.close();
        assertThat(places.take("krone", "calls", RETRY)).isPresent();
    }
}
