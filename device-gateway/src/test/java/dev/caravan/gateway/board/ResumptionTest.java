package dev.caravan.gateway.board;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.device.DeviceState;
import dev.caravan.device.DeviceStatus;

import static org.assertj.core.api.Assertions.assertThat;

class ResumptionTest {

    private static final Instant RESTART = TestBoards.NOW.plusSeconds(30);
    private static final Instant NEXT = TestBoards.NOW.plusSeconds(3600);
    private static final Clock CLOCK = Clock.fixed(RESTART, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "FAILED"})
    void whatNeedsAPersonKeepsItsTime(DeviceState state) {
        DeviceStatus kept = kept(state);

        assertThat(Resumption.resume(Optional.of(kept), CLOCK)).isEqualTo(kept);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAITING_ACTIVATION", "WAITING_UPLINK", "WAITING_SERVICE", "DISCONNECTED"})
    void whatWaitsIsTriedAtOnceAndKeepsSinceWhen(DeviceState state) {
        DeviceStatus resumed = Resumption.resume(Optional.of(kept(state)), CLOCK);

        assertThat(resumed.state()).isEqualTo(state);
        assertThat(resumed.since()).isEqualTo(TestBoards.NOW);
        assertThat(resumed.nextAttempt()).contains(RESTART);
    }

    @Test
    void whatWasConnectedIsNotConnectedAfterARestart() {
        DeviceStatus resumed = Resumption.resume(Optional.of(kept(DeviceState.CONNECTED)), CLOCK);

        assertThat(resumed.state()).isEqualTo(DeviceState.DISCONNECTED);
        assertThat(resumed.since()).isEqualTo(RESTART);
        assertThat(resumed.nextAttempt()).contains(RESTART);
    }

    private static DeviceStatus kept(DeviceState state) {
        return TestBoards.status(state, "words", Optional.of(NEXT), Optional.empty());
    }
}
