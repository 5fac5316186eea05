package dev.caravan.emulator.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.caravan.emulator.fault.Attempt.Plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuotaTest {

    private final HandSetClock clock = new HandSetClock();
    private final Quota quota = new Quota(clock);

    private static final class HandSetClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Optional<Refusal> call(Plane plane) {
        return quota.admit(Attempt.single(plane, "getEnrollment", "a", "GET", "/", null));
    }

    @Test
    void nothingIsLimitedUntilItIsSet() {
        for (var i = 0; i < 10_000; i++) {
            assertThat(call(Plane.SERVICE)).isEmpty();
        }
    }

    @Test
    void callOverTheLimitIsRefusedUntilTheOldestIsAMinuteOld() {
        quota.set(2, true);
        assertThat(call(Plane.SERVICE)).isEmpty();
        clock.pass(Duration.ofSeconds(20));
        assertThat(call(Plane.SERVICE)).isEmpty();

        assertThat(call(Plane.SERVICE)).hasValueSatisfying(refusal -> {
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.retryAfterSeconds()).isEqualTo(40);
        });
        clock.pass(Duration.ofSeconds(40).minusMillis(1));
        assertThat(call(Plane.SERVICE)).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(call(Plane.SERVICE)).isEmpty();
        assertThat(call(Plane.SERVICE)).isPresent();
    }

    @Test
    void retryAfterIsLeftOutWhenAskedTo() {
        quota.set(1, false);
        call(Plane.SERVICE);

        assertThat(call(Plane.SERVICE)).hasValueSatisfying(refusal -> assertThat(refusal.retryAfterSeconds())
                .isNull());
    }

    @Test
    void devicesAreNotCounted() {
        quota.set(1, true);

        assertThat(call(Plane.DEVICE)).isEmpty();
        assertThat(call(Plane.HUB)).isEmpty();
        assertThat(call(Plane.SERVICE)).isEmpty();
    }

    @Test
    void quotaOfNothingIsRefused() {
        assertThatThrownBy(() -> quota.set(0, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
