package dev.caravan.story;

import java.nio.file.Files;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Gateway;
import dev.caravan.story.plant.GatewayFolder;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;
import dev.caravan.story.wire.EmulatorControl;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Deque<String> BOARDS = new ArrayDeque<>();

    private static Scene scene;
    private static Hub hub;
    private static EmulatorControl azure;

    private static String privateKey;

    private String board;

    private static String pem(String label, Key key) {
        var base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.open(GatewayIT.class);
        azure = scene.azure().control();
        var keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        privateKey = pem("PRIVATE KEY", keys.getPrivate());
        var publicKey =
                Files.writeString(scene.folder().resolve("hall-1.pub.pem"), pem("PUBLIC KEY", keys.getPublic()));
        hub = scene.startHub(
                scene.prepareHub("hub"),
                "--caravan.access.gateways[0].name=hall-1",
                "--caravan.access.gateways[0].key-files[0]=" + publicKey);
        var sheet = Sheets.random(10, 51);
        hub.folder().drop("boards.csv", sheet.text());
        Outcome.mustBeEnrolled(hub, "boards", sheet, LIMIT);
        BOARDS.addAll(sheet.good());
    }

    @AfterAll
    static void stop() {
        hub.close();
        scene.close();
    }

    @BeforeEach
    void takeABoardOfMyOwn() {
        board = BOARDS.pop();
    }

    private GatewayFolder folder() {
        return GatewayFolder.prepare(
                scene.folder().resolve("gateway-" + board), scene.azure().endpoints());
    }

    private static Gateway gateway(GatewayFolder folder, String... settings) {
        return Gateway.start(scene.project(), folder, scene.logs(), settings);
    }

    private void switchOn(GatewayFolder folder) {
        folder.boot(board, Identities.in(hub.folder().outbox("boards")).file(board));
    }

    private String activate(String iotHub, String ifMatch) {
        var answer = hub.api().activate(board, "{\"iotHub\": \"%s\"}".formatted(iotHub), ifMatch);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("note").asText();
    }

    private JsonNode awaitState(Gateway gateway, String state) {
        return Eventually.find("state " + state + " of " + board, LIMIT, () -> Optional.of(
                        gateway.board(board).firstBoot().json())
                .filter(answer -> answer.path("state").asText().equals(state)));
    }

    private long registrations() {
        return StreamSupport.stream(azure.requests("register").spliterator(), false)
                .filter(request -> request.path("id").asText().equals(board))
                .count();
    }

    @Test
    void boardThatIsNotActivatedWaitsAndBootsOnceItIsAndItsGatewayTellsTheHub() {
        var folder = folder();
        folder.key(privateKey);
        var toTheHub = new String[] {
            "--caravan.hub.name=hall-1", "--caravan.hub.url=" + hub.folder().url()
        };
        try (var gateway = gateway(folder, toTheHub)) {
            switchOn(folder);
            var waiting = awaitState(gateway, "WAITING_ACTIVATION");
            assertThat(waiting.path("message").asText()).contains("has not activated it yet");
            assertThat(gateway.board(board).assignment().status()).isEqualTo(404);
            assertThat(azure.registration(board).orElseThrow().path("status").asText())
                    .isEqualTo("disabled");

            activate(scene.azure().secondHub(), "");

            assertThat(awaitState(gateway, "CONNECTED").path("assignedHub").asText())
                    .isEqualTo(scene.azure().secondHub());
            assertThat(azure.device(scene.azure().firstHub(), board)).isEmpty();
            Eventually.holds("the first boot in the hub's ledger", LIMIT, () -> stateInTheLedger()
                    .equals("REGISTERED"));
            assertThat(hub.api().board(board).json().path("assignedHub").asText())
                    .isEqualTo(scene.azure().secondHub());
            assertThat(told("board.registered")).isEqualTo(1);
            assertThat(azure.requests("getRegistration"))
                    .as("the gateway's report was quicker than a look")
                    .noneMatch(request -> request.path("id").asText().equals(board));
        }
    }

    private String stateInTheLedger() {
        return hub.api().board(board).json().path("state").asText();
    }

    private long told(String type) {
        var events = hub.api().get("/events?limit=1000").success().path("items");
        return StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.path("type").asText().equals(type))
                .filter(event -> event.path("subject").asText().equals(board))
                .count();
    }

    @Test
    @Tag("full")
    void restartedGatewayConnectsWithTheKeptAssignmentWithoutAskingDps() {
        var folder = folder();
        activate(scene.azure().firstHub(), "");
        try (var gateway = gateway(folder)) {
            switchOn(folder);
            awaitState(gateway, "CONNECTED");
        }
        var asked = registrations();
        assertThat(asked).isPositive();

        try (var gateway = gateway(folder)) {
            awaitState(gateway, "CONNECTED");

            assertThat(gateway.board(board).telemetry("n=1", "{\"n\": 1}").status())
                    .isEqualTo(200);
            assertThat(azure.telemetry(scene.azure().firstHub(), board)).hasSize(1);
            assertThat(registrations()).isEqualTo(asked);
        }
    }

    @Test
    @Tag("full")
    void boardWhoseHubRefusesItAsksDpsAgainAndFollowsItToTheOtherHub() {
        var folder = folder();
        activate(scene.azure().secondHub(), "");
        try (var gateway = gateway(folder, "--caravan.retry.after-refusal=2s")) {
            switchOn(folder);
            awaitState(gateway, "CONNECTED");

            var note = activate(scene.azure().firstHub(), hub.api().board(board).etag());
            assertThat(note)
                    .contains("registered already")
                    .contains(scene.azure().secondHub());
            azure.setDeviceStatus(scene.azure().secondHub(), board, "disabled");

            Eventually.holds("the move to the first hub", LIMIT, () -> awaitState(gateway, "CONNECTED")
                    .path("assignedHub")
                    .asText()
                    .equals(scene.azure().firstHub()));
            assertThat(azure.device(scene.azure().firstHub(), board)
                            .orElseThrow()
                            .path("connected")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void boardBehindAnHttpProxyRegistersOverHttpsAndTalksToItsHubOverWebSocket() {
        var folder = folder();
        activate(scene.azure().firstHub(), "");
        try (var gateway = gateway(folder, "--caravan.outbound.proxy.type=http")) {
            switchOn(folder);
            awaitState(gateway, "CONNECTED");
            var api = gateway.board(board);

            assertThat(api.telemetry("n=1", "{\"n\": 1}").status()).isEqualTo(200);
            assertThat(azure.telemetry(scene.azure().firstHub(), board)).hasSize(1);
            assertThat(api.twin().json().at("/desired/$version").asInt()).isPositive();
            assertThat(api.report("{\"firmware\": \"1.0\"}").status()).isEqualTo(200);
            assertThat(azure.device(scene.azure().firstHub(), board)
                            .orElseThrow()
                            .at("/twin/properties/reported/firmware")
                            .asText())
                    .isEqualTo("1.0");
            assertThat(azure.requests("register"))
                    .filteredOn(request -> request.path("id").asText().equals(board))
                    .isNotEmpty()
                    .allSatisfy(request ->
                            assertThat(request.path("method").asText()).isEqualTo("PUT"));
        }
    }

    @Test
    void unreachableProvisioningServiceIsToldToTheInstaller() {
        var folder = folder();
        try (var gateway = gateway(folder, "--caravan.outbound.proxy.port=1")) {
            switchOn(folder);

            var answer = awaitState(gateway, "WAITING_UPLINK");

            assertThat(answer.path("message").asText()).contains("cannot be reached");
            assertThat(gateway.board(board).firstBoot().status()).isEqualTo(202);
        }
    }
}
