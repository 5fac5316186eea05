package dev.caravan.hub;

import java.net.ProxySelector;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.DpsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The real way to DPS, which here is a proxy that nobody runs. */
class DpsHealthTest {

    private final ProxySelector usual = ProxySelector.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void goBackToTheUsual() {
        ProxySelector.setDefault(usual);
    }

    @Test
    void serviceThatCannotBeReachedIsDownWithTheWordsOfTheLastFailure() throws Exception {
        var dps = UnreachableDps.connect(folder, 1_000, 20);
        var health = new DpsHealth(dps);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        for (var call = 1; call <= 10; call++) {
            assertThatExceptionOfType(DpsException.Unreachable.class).isThrownBy(() -> find(dps));
        }

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails())
                .containsKeys("since", "nextTry")
                .hasEntrySatisfying("words", words -> assertThat(words)
                        .asString()
                        .startsWith("DPS nowhere.azure-devices-provisioning.net cannot be reached: "));
        assertThatExceptionOfType(DpsException.Down.class).isThrownBy(() -> find(dps));
    }

    private static void find(Dps dps) {
        dps.find(new BoardGuid(RunningHub.ENROLLED), Precedence.ACTIVATION);
    }
}
