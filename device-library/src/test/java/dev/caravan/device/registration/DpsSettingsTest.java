package dev.caravan.device.registration;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DpsSettingsTest {

    @Test
    void deadlineIsAtLeastFiveSeconds() {
        assertThat(with("0ne00A1B2C3", "dps.example.net", Duration.ofSeconds(5)).deadline())
                .hasSeconds(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("0ne00A1B2C3", "dps.example.net", Duration.ofMillis(4999)))
                .withMessage("the deadline of a registration is at least 5 s, not PT4.999S");
    }

    @Test
    void endpointHasNoPortAndNoScheme() {
        for (String wrong : new String[] {"dps.example.net:443", "https://dps.example.net", "localhost", ""}) {
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> with("0ne00A1B2C3", wrong, Duration.ofSeconds(5)))
                    .withMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void idScopeIsLettersAndDigits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("0ne/../x", "dps.example.net", Duration.ofSeconds(5)))
                .withMessageContaining("0ne/../x");
    }

    private static DpsSettings with(String scope, String endpoint, Duration deadline) {
        return new DpsSettings(scope, endpoint, DpsSettings.Transport.MQTT, deadline, Duration.ZERO, Duration.ZERO);
    }
}
