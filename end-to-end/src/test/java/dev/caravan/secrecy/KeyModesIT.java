package dev.caravan.secrecy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Scene;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Gateway;
import dev.caravan.story.plant.GatewayFolder;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** A board with each kind of key comes as far as its IoT Hub: made by the hub, by request, over EST, and brought along. */
@Tag("full")
class KeyModesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEY = "openssl ecparam -genkey -name prime256v1 -noout -out $BOARD.key\n";

    private static Scene scene;
    private static Path desk;

    @BeforeAll
    static void open() throws Exception {
        scene = Scene.open(KeyModesIT.class);
        desk = Files.createDirectories(scene.folder().resolve("desk"));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void boardWithEachKindOfKeyRegisters() throws Exception {
        var made = guid();
        var asked = guid();
        var brought = guid();
        var later = guid();
        run(asked, Map.of(), KEY + "openssl req -new -key $BOARD.key -subj /CN=$BOARD -out $BOARD.csr");
        run(
                brought,
                Map.of(),
                KEY + "openssl req -x509 -key $BOARD.key -days 30 -subj /CN=$BOARD -addext basicConstraints=CA:FALSE"
                        + " -out $BOARD.pem");
        run(later, Map.of(), KEY + "openssl req -new -key $BOARD.key -subj /CN=$BOARD -out $BOARD.csr");
        var folder = scene.prepareHub("hub");
        try (var hub = scene.startHub(folder)) {
            Files.copy(desk.resolve(asked + ".csr"), folder.inbox().resolve(asked + ".csr"));
            folder.drop(
                    "modes.csv",
                    "guid,key_mode,certificate\n" + made + ",,\n" + asked + ",csr,\n" + brought + ",,\""
                            + Files.readString(desk.resolve(brought + ".pem")) + "\"\n" + later + ",est,\n");
            assertThat(hub.awaitEnd("modes", LIMIT, () -> {})).isTrue();
            assertThat(state(hub, later)).isEqualTo("AWAITING");

            run(
                    later,
                    Map.of("HUB", hub.api().base(), "API_KEY", folder.apiKey()),
                    "openssl req -in $BOARD.csr -outform DER | openssl base64 | curl -fsS -H \"X-API-Key: $API_KEY\""
                            + " -H 'Content-Type: application/pkcs10' --data-binary @- $HUB/.well-known/est/simpleenroll"
                            + " | openssl base64 -d | openssl pkcs7 -inform DER -print_certs -out $BOARD.est.pem");
            Eventually.holds(
                    "the board goes on",
                    LIMIT,
                    () -> state(hub, later).equals("ENROLLED")
                            && Files.exists(folder.outbox("modes").resolve(later + ".pem")));

            for (var board : List.of(made, asked, brought, later)) {
                assertThat(state(hub, board)).as(board).isEqualTo("ENROLLED");
                mustRegister(hub, board, board.equals(made));
            }
            assertThat(Files.readString(folder.outbox("modes").resolve(asked + ".pem")))
                    .startsWith("-----BEGIN CERTIFICATE-----")
                    .doesNotContain("PRIVATE");
        }
    }

    private static void mustRegister(Hub hub, String board, boolean keyOfTheHub) throws IOException {
        var delivered = Identities.in(hub.folder().outbox("modes")).file(board);
        var identity = delivered;
        if (!keyOfTheHub) {
            identity = desk.resolve(board + ".identity.pem");
            Files.writeString(identity, pkcs8(board) + Files.readString(delivered));
        }
        var activated = hub.api()
                .activate(board, "{\"iotHub\": \"%s\"}".formatted(scene.azure().firstHub()));
        assertThat(activated.status()).as(activated.text()).isEqualTo(200);
        var folder = GatewayFolder.prepare(
                scene.folder().resolve("gateway-" + board), scene.azure().endpoints());
        try (var gateway = Gateway.start(scene.project(), folder, scene.logs())) {
            folder.boot(board, identity);
            Eventually.find("first boot of " + board, LIMIT, () -> Optional.of(
                            gateway.board(board).firstBoot().json())
                    .filter(answer -> answer.path("state").asText().equals("CONNECTED")));
        }
    }

    private static String pkcs8(String board) throws IOException {
        run(board, Map.of(), "openssl pkcs8 -topk8 -nocrypt -in $BOARD.key -out $BOARD.p8");
        return Files.readString(desk.resolve(board + ".p8"));
    }

    private static String state(Hub hub, String board) {
        return hub.api().board(board).json().path("state").asText();
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }

    private static void run(String board, Map<String, String> environment, String commands) throws IOException {
        var output = desk.resolve("output.txt");
        var shell = new ProcessBuilder(
                        new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", commands.replace("$BOARD", board))))
                .directory(desk.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(environment);
        var process = shell.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
