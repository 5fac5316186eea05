package dev.caravan.device.retry;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackoffTest {

    private static final RandomGenerator HIGHEST = highest();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

    @Test
    void doublesUntilTheLongestAndStaysThere() {
        assertThat(backoff.after(0, HIGHEST)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.after(1, HIGHEST)).isEqualTo(Duration.ofSeconds(10));
        assertThat(backoff.after(5, HIGHEST)).isEqualTo(Duration.ofSeconds(160));
        assertThat(backoff.after(6, HIGHEST)).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.after(1_000_000, HIGHEST)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void jitterStaysBetweenHalfAndAll() {
        Random random = new Random(42);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.after(0, random)).isBetween(Duration.ofMillis(2500), Duration.ofSeconds(5));
        }
    }

    @Test
    void devicesSwitchedOnTogetherDoNotStayTogether() {
        Random random = new Random(42);

        assertThat(backoff.after(3, random)).isNotEqualTo(backoff.after(3, random));
    }

    @Test
    void equalBoundsAreAllowedAndReversedOnesAreNot() {
        Duration second = Duration.ofSeconds(1);
        assertThat(new Backoff(second, second).after(9, HIGHEST)).isEqualTo(second);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(second, Duration.ofMillis(999)))
                .withMessageContaining("PT0.999S");
    }

    @Test
    void waitOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .withMessageContaining("at least 1 ms");
    }

    private static RandomGenerator highest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
