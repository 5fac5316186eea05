package dev.caravan.emulator.wire.mqtt;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

class KeepAliveTest {

    @ParameterizedTest
    @CsvSource({"1,1500", "230,345000", "1178,1767000", "1179,1767000", "65535,1767000", "0,1767000"})
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: nobody may be silent for longer than 29.45 minutes, whatever keep-alive he asks for.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void patienceIsOneAndAHalfKeepAlivesAndHasAnEnd(int seconds, long millis) {
        assertThat(KeepAlive.patience(seconds)).isEqualTo(Duration.ofMillis(millis));
    }
}
