package dev.caravan.device.registration;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.identity.TestCertificates;
import dev.caravan.device.outbound.Outbound;
import dev.caravan.device.outbound.OutboundProxy;
import dev.caravan.device.registration.RegistrationOutcome.Unreachable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DpsRegistrarTest {

    private final ProxySelector before = ProxySelector.getDefault();
    private final DeviceIdentity identity =
            TestCertificates.selfSigned("CN=press-0042").identity();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
    }

    @Test
    void proxyThatNeverAnswersIsGivenUpAtTheDeadlineAndNothingIsLeftBehind() throws Exception {
        Set<Socket> accepted = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> acceptAll(silent, accepted));
            int port = silent.getLocalPort();

            RegistrationOutcome outcome =
                    registrar(DpsSettings.Transport.MQTT, port).register(identity);

            assertThat(outcome)
                    .isEqualTo(new Unreachable("no answer from global.azure-devices-provisioning.net within 5 s,"
                            + " by way of the proxy 127.0.0.1:" + port));
            assertThat(accepted).hasSize(1);
            await().untilAsserted(() -> assertThat(left(threads)).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void proxyThatIsNotThereIsNamed(DpsSettings.Transport transport) throws Exception {
        int nobody = closedPort();

        RegistrationOutcome outcome = registrar(transport, nobody).register(identity);

        assertThat(outcome).isInstanceOfSatisfying(Unreachable.class, unreachable -> assertThat(unreachable.cause())
                .containsIgnoringCase("connection refused")
                .endsWith("by way of the proxy 127.0.0.1:" + nobody));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return gone.getLocalPort();
        }
    }

    /** Threads of the SDK that were not there before. */
    private static List<String> left(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.contains("azure") || name.startsWith("MQTT"))
                .toList();
    }

    private static DpsRegistrar registrar(DpsSettings.Transport transport, int proxyPort) {
        DpsSettings settings = new DpsSettings(
                "0ne00A1B2C3",
                DpsSettings.GLOBAL_ENDPOINT,
                transport,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
        Outbound outbound = Outbound.open(new OutboundProxy.Socks5("127.0.0.1", proxyPort), List.of(), List.of());
        return new DpsRegistrar(settings, outbound, Clock.systemUTC(), new Random(1));
    }

    private static void acceptAll(ServerSocket silent, Set<Socket> accepted) {
        try {
            while (true) {
                accepted.add(silent.accept());
            }
        } catch (IOException e) {
            assertThat(silent.isClosed()).isTrue();
        }
    }
}
