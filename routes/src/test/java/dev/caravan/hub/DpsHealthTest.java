package dev.caravan.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;

import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.DpsSettings;
import dev.caravan.enrollment.DpsSettings.BulkCountsAs;
import dev.caravan.enrollment.DpsSettings.ReadBack;
import dev.caravan.enrollment.SdkDps;
import dev.caravan.hub.outbound.Outbound;
import dev.caravan.hub.outbound.OutboundSettings;
import dev.caravan.hub.outbound.OutboundSettings.Proxy;

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
        var dps = dps();
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

    private Dps dps() throws IOException {
        var file = Files.writeString(
                folder.resolve("dps"),
                "HostName=nowhere.azure-devices-provisioning.net;SharedAccessKeyName=hub;SharedAccessKey=c2VjcmV0");
        Outbound.apply(new OutboundSettings(new Proxy(Proxy.Type.HTTP, "127.0.0.1", 1), List.of()));
        var settings = new DpsSettings(
                file,
                1,
                1_000,
                BulkCountsAs.CALL,
                20,
                Duration.ofSeconds(1),
                1,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                ReadBack.ALL);
        return SdkDps.connect(settings, Clock.systemUTC(), new Random(7));
    }
}
