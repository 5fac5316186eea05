package dev.caravan.registry;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RegistrySettingsTest {

    @Test
    void limitsAreTakenAndJustPastThemRefused() {
        var second = Duration.ofSeconds(1);
        var minute = Duration.ofMinutes(1);
        assertThatCode(() -> settings(1, 1_000_000, second, minute)).doesNotThrowAnyException();
        refused(
                () -> settings(0, 50, second, minute),
                "caravan.registry.identities-per-minute must be 1 to 1000000, but is 0");
        refused(() -> settings(100, 1_000_001, second, minute), "caravan.registry.twins-per-second must be");
        refused(() -> settings(100, 50, second.minusMillis(1), minute), "caravan.registry.pause must be 1s to 1m");
        refused(
                () -> settings(100, 50, second, minute.plusMillis(1)),
                "caravan.registry.read-timeout must be 1s to 1m");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable settings, String words) {
        assertThatIllegalArgumentException().isThrownBy(settings).withMessageStartingWith(words);
    }

    private static RegistrySettings settings(int identities, int twins, Duration pause, Duration read) {
        return new RegistrySettings(List.of(), identities, twins, pause, Duration.ofSeconds(10), read);
    }
}
