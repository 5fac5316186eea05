package dev.caravan.enrollment;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.caravan.enrollment.DpsSettings.BulkCountsAs;
import dev.caravan.enrollment.DpsSettings.ReadBack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Each bound at its edge and just past it. */
class DpsSettingsTest {

    private static final Duration OK = Duration.ofSeconds(30);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HALF_OF_FIVE_MINUTES = Duration.ofSeconds(150);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void edgesAreAllowed() {
        assertThat(settings(1, 10, MILLI, 1, MILLI, MILLI)).isNotNull();
        assertThat(settings(32, 10_000_000, HALF_OF_FIVE_MINUTES, 100, HOUR, HOUR))
                .isNotNull();
    }

    @Test
    void justPastAnEdgeIsRefusedWithKeyRuleAndValue() {
        refused("caravan.dps.clients must be 1 to 32, but is 0", () -> settings(0, 10, OK, 1, OK, OK));
        refused("caravan.dps.clients must be 1 to 32, but is 33", () -> settings(33, 10, OK, 1, OK, OK));
        refused(
                "caravan.dps.operations-per-minute must be 10 to 10000000, but is 9",
                () -> settings(1, 9, OK, 1, OK, OK));
        refused(
                "caravan.dps.operations-per-minute must be 10 to 10000000, but is 10000001",
                () -> settings(1, 10_000_001, OK, 1, OK, OK));
        refused("caravan.dps.attempts must be 1 to 100, but is 0", () -> settings(1, 10, OK, 0, OK, OK));
        refused("caravan.dps.attempts must be 1 to 100, but is 101", () -> settings(1, 10, OK, 101, OK, OK));
    }

    @Test
    void pausesAreLongerThanNothingAndAtMostAnHour() {
        for (var wrong : new Duration[] {Duration.ZERO, MILLI.negated(), HOUR.plus(MILLI)}) {
            var rule = " must be longer than 0 and at most 3600s, but is " + wrong.toMillis() + "ms";
            refused("caravan.dps.deferral" + rule, () -> settings(1, 10, OK, 1, wrong, OK));
            refused("caravan.dps.outage-pause" + rule, () -> settings(1, 10, OK, 1, OK, wrong));
            refused("caravan.dps.connect-timeout" + rule, () -> connecting(wrong));
        }
    }

    /** Up to twice as long is waited, and the operator is promised that no wait is longer than five minutes. */
    @Test
    void throttlePauseIsAtMostHalfOfFiveMinutes() {
        for (var wrong : new Duration[] {Duration.ZERO, MILLI.negated(), HALF_OF_FIVE_MINUTES.plus(MILLI)}) {
            refused(
                    "caravan.dps.throttle-pause must be longer than 0 and at most 150s, but is " + wrong.toMillis()
                            + "ms",
                    () -> settings(1, 10, wrong, 1, OK, OK));
        }
    }

    private static DpsSettings settings(
            int clients, int operations, Duration throttle, int attempts, Duration deferral, Duration outage) {
        return new DpsSettings(
                Path.of("connection"),
                clients,
                operations,
                BulkCountsAs.CALL,
                20,
                throttle,
                attempts,
                deferral,
                outage,
                OK,
                ReadBack.ALL);
    }

    private static DpsSettings connecting(Duration timeout) {
        return new DpsSettings(
                Path.of("connection"), 1, 10, BulkCountsAs.ITEMS, 20, OK, 1, OK, OK, timeout, ReadBack.SAMPLE);
    }

    private static void refused(String message, Runnable settings) {
        assertThatIllegalArgumentException().isThrownBy(settings::run).withMessage(message);
    }
}
