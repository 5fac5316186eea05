package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.emulator.BackEndProgram;
import dev.caravan.emulator.DeviceProgram;
import dev.caravan.emulator.MultiplexingProgram;
import dev.caravan.emulator.SdkProgram;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** The Java SDKs over AMQP where nothing but tokens is shown: devices, several on one connection, and a back end. */
@Tag("full")
class AmqpSasSdkTest {

    private static final String ID = "board-1";
    private static final int AMQP_PORT = 5671;

    /** Two tests may run at once on one machine. */
    private final String address = "127.10." + ProcessHandle.current().pid() % 64_000 / 250 + "."
            + (ProcessHandle.current().pid() % 250 + 1);

    private final AmqpHub hub = new AmqpHub(address, AMQP_PORT);

    @TempDir
    Path folder;

    @BeforeEach
    void keep() {
        hub.keyed(ID);
        hub.keyed("board-2");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static String connectionString(String id) {
        return "HostName=" + AmqpHub.HOST + ";DeviceId=" + id + ";SharedAccessKey=" + AmqpHub.KEY;
    }

    private SdkProgram start(Class<?> program, List<String> arguments) throws Exception {
        return SdkProgram.start(program, Map.of(AmqpHub.HOST, address), AmqpHub.trustStore(folder), folder, arguments);
    }

    @Test
    void deviceWithAKeyDoesEverythingADeviceDoes() throws Exception {
        try (var device = start(DeviceProgram.class, List.of(connectionString(ID), "AMQPS", "", "", ""))) {
            device.line("open");
            device.line("reported");
            var answer = new CompletableFuture<MethodCall.Answer>();

            var called = hub.device(ID)
                    .call(
                            new MethodCall(
                                    UUID.randomUUID().toString(),
                                    "reboot",
                                    Json.object().put("delay", 5)),
                            answer::complete);

            assertThat(called).isTrue();
            assertThat(device.line("method")).isEqualTo("reboot {\"delay\":5}");
            assertThat(answer.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
            assertThat(answer.get().payload().path("done").asBoolean()).isTrue();
            assertThat(hub.hub().telemetry().count()).isEqualTo(1);
        }
    }

    @Test
    void wrongKeyIsRefused() throws Exception {
        var wrong = connectionString(ID).replace(AmqpHub.KEY, "bm90IHRoZSBrZXk=");
        try (var device = start(DeviceProgram.class, List.of(wrong, "AMQPS", "", "", ""))) {
            assertThat(device.line("failed")).contains("authentication error");
        }
    }

    @Test
    void devicesShareAConnectionAndOneIsThrownOutAlone() throws Exception {
        var arguments = List.of(AmqpHub.HOST, connectionString(ID), connectionString("board-2"));
        try (var devices = start(MultiplexingProgram.class, arguments)) {
            devices.line("sent");
            assertThat(hub.hub().telemetry().count()).isEqualTo(2);

            hub.hubs().remove(AmqpHub.HOST, ID);

            assertThat(devices.line("status board-1")).isNotEqualTo("CONNECTED");
            assertThat(hub.device("board-2").connected()).isTrue();
        }
    }

    @Test
    void backEndSendsAndHearsWhatBecameOfIt() throws Exception {
        var policy = hub.hub().policies().find("service").orElseThrow();
        var arguments = List.of(hub.hub().connectionString(policy), ID, "nobody");
        try (var backEnd = start(BackEndProgram.class, arguments)) {
            assertThat(backEnd.line("sent")).isEqualTo(ID);
            assertThat(backEnd.line("refused")).startsWith("nobody").contains("NotFound");
            var mailbox = hub.device(ID).mailbox();
            var mail = mailbox.take().orElseThrow();
            assertThat(new String(mail.message().body(), StandardCharsets.UTF_8))
                    .isEqualTo("hello");
            assertThat(mail.message().properties().application().path("kind").asText())
                    .isEqualTo("greeting");

            mailbox.complete(mail.lockToken());

            assertThat(backEnd.line("feedback")).isEqualTo("board-1 m-1 success");
            backEnd.line("closed");
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.hub().feedback().take()).isEmpty());
    }
}
