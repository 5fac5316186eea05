package dev.caravan.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Gateway;
import dev.caravan.story.plant.GatewayFolder;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;
import dev.caravan.story.wire.Answer;
import dev.caravan.story.wire.EmulatorControl;

import static org.assertj.core.api.Assertions.assertThat;

/** A board that has booted, from a change of its metadata to its end, with a replacement in whose middle the hub is killed. */
@Tag("full")
class LifecycleIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Scene scene;
    private static HubFolder folder;
    private static Hub hub;
    private static EmulatorControl azure;
    private static String board;
    private static String successor;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.open(LifecycleIT.class);
        azure = scene.azure().control();
        folder = scene.prepareHub("hub");
        hub = scene.startHub(folder);
        var sheet = Sheets.random(4, 71);
        hub.folder().drop("boards.csv", sheet.text());
        Outcome.mustBeEnrolled(hub, "boards", sheet, LIMIT);
        var boards = sheet.good().iterator();
        board = boards.next();
        successor = boards.next();
    }

    @AfterAll
    static void stop() {
        hub.close();
        scene.close();
    }

    @Test
    void boardIsChangedRolledDeactivatedReactivatedReplacedThroughAKillAndDecommissioned() throws Exception {
        hub.api().activate(board, body("Brno"), "").success();
        boot();

        changeOfMetadataReachesTheTwin();
        rollTheCertificate();
        deactivateAndReactivate();
        replaceWhileTheHubIsKilled();
        decommission();
    }

    private static String body(String site) {
        return """
                {"iotHub": "%s", "tags": {"site": "%s"}}""".formatted(scene.azure().firstHub(), site);
    }

    private static void boot() {
        var gateway = GatewayFolder.prepare(
                scene.folder().resolve("gateway"), scene.azure().endpoints());
        try (var running = Gateway.start(scene.project(), gateway, scene.logs())) {
            gateway.boot(board, Identities.in(hub.folder().outbox("boards")).file(board));
            Eventually.holds("the first boot", LIMIT, () -> running.board(board)
                    .firstBoot()
                    .json()
                    .path("state")
                    .asText()
                    .equals("CONNECTED"));
        }
    }

    private static JsonNode device() {
        return azure.device(scene.azure().firstHub(), board).orElseThrow();
    }

    private static String site() {
        return device().at("/twin/tags/site").asText();
    }

    private static boolean enabled(String guid) {
        return azure.enrollment(guid)
                .orElseThrow()
                .path("provisioningStatus")
                .asText()
                .equals("enabled");
    }

    private static boolean letIn() {
        return device().path("status").asText().equals("enabled");
    }

    private static void changeOfMetadataReachesTheTwin() {
        assertThat(site()).isEqualTo("Brno");

        var answer =
                hub.api().activate(board, body("Graz"), hub.api().board(board).etag());

        assertThat(answer.success().path("appliedTo")).hasToString("[\"enrollment\",\"hub\"]");
        assertThat(site()).isEqualTo("Graz");
        assertThat(azure.enrollment(board)
                        .orElseThrow()
                        .at("/initialTwin/tags/site")
                        .asText())
                .isEqualTo("Graz");
    }

    /** The board has its new identity, registers and sends with it; from then on the old one is refused in both places. */
    private static void rollTheCertificate() throws IOException {
        var delivered = Identities.in(hub.folder().outbox("boards")).file(board);
        var old = Files.copy(delivered, scene.folder().resolve("old.pem"));
        var before = thumbprint();

        var answer = post("identity-roll", "{\"reason\": \"ends next year\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        var next = answer.json().at("/board/secondThumbprint").asText();
        assertThat(answer.json().at("/board/thumbprint").asText()).isEqualTo(before);
        assertThat(slots()).containsExactly(before, next);
        assertThat(send(old)).isEqualTo(204);
        assertThat(send(delivered))
                .as("the hub does not know it before DPS says so")
                .isEqualTo(401);

        assertThat(register(delivered)).isEqualTo(202);
        Eventually.holds("the board with its new certificate", LIMIT, () -> send(delivered) == 204);
        var promoted = post("identity-roll", "{\"reason\": \"ends next year\"}");
        assertThat(promoted.status()).as(promoted.text()).isEqualTo(200);
        assertThat(thumbprint()).isEqualTo(next);
        assertThat(slots()).containsExactly(next, "");
        assertThat(register(old)).isEqualTo(401);
        assertThat(send(old)).isEqualTo(401);
    }

    private static String thumbprint() {
        return hub.api().board(board).success().path("thumbprint").asText();
    }

    private static List<String> slots() {
        var certificates = azure.enrollment(board).orElseThrow().at("/attestation/x509/clientCertificates");
        return List.of(
                certificates.at("/primary/info/sha256Thumbprint").asText(),
                certificates.at("/secondary/info/sha256Thumbprint").asText());
    }

    private static int register(Path identity) {
        var endpoints = scene.azure().endpoints();
        return ask(
                identity,
                "PUT",
                endpoints.globalEndpoint() + "/" + endpoints.idScope() + "/registrations/" + board
                        + "/register?api-version=2019-03-31",
                "{\"registrationId\": \"" + board + "\"}");
    }

    private static int send(Path identity) {
        var url = scene.azure().firstHub() + "/devices/" + board + "/messages/events?api-version=2020-03-13";
        return ask(identity, "POST", url, "{\"rain\": 3}");
    }

    /** What a device with this identity is answered over HTTPS. */
    private static int ask(Path identity, String method, String url, String body) {
        var azureSite = scene.azure().endpoints();
        try (var curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--socks5-hostname",
                        azureSite.socksHost() + ":" + azureSite.socksPort(),
                        "--cacert",
                        azureSite.caCertificate(),
                        "--cert",
                        identity.toString(),
                        "-X",
                        method,
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        body,
                        "-o",
                        scene.folder().resolve("answer.json").toString(),
                        "-w",
                        "%{http_code}",
                        "https://" + url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .inputReader()) {
            return Integer.parseInt(curl.readLine());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void deactivateAndReactivate() {
        var answer = hub.api().delete("/boards/" + board + "/activation?reason=stolen");
        assertThat(answer.status()).isEqualTo(202);
        await(board, "DEACTIVATED");
        assertThat(enabled(board)).isFalse();
        assertThat(letIn()).isFalse();

        assertThat(hub.api().activate(board, body("Linz")).json().path("type").asText())
                .isEqualTo("urn:caravan:problem:deactivated");
        assertThat(enabled(board)).isFalse();
        assertThat(hub.api()
                        .activate(board, body("Linz"), hub.api().board(board).etag())
                        .json()
                        .at("/board/state")
                        .asText())
                .isEqualTo("REGISTERED");
        assertThat(enabled(board)).isTrue();
        assertThat(letIn()).isTrue();
        assertThat(site()).isEqualTo("Linz");
    }

    private static void replaceWhileTheHubIsKilled() {
        var fault = azure.addFault("""
                {"operation": "identityPut", "idPattern": "%s", "action": {"type": "status", "status": 503}}""".formatted(board));
        var answer = post("replacement", """
                {"by": "%s", "reason": "water damage"}""".formatted(successor));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/board/state").asText()).isEqualTo("REPLACING");
        assertThat(answer.json().at("/board/reason").asText()).startsWith("half done: ");
        assertThat(azure.fired(fault)).isPositive();

        hub.program().kill();
        assertThat(enabled(board)).isFalse();
        assertThat(enabled(successor)).isFalse();
        azure.clearFaults();
        hub = scene.startHub(folder);

        await(board, "REPLACED");
        await(successor, "ACTIVATED");
        assertThat(letIn()).isFalse();
        assertThat(enabled(successor)).isTrue();
        assertThat(azure.enrollment(successor)
                        .orElseThrow()
                        .at("/initialTwin/tags/site")
                        .asText())
                .isEqualTo("Linz");
    }

    private static void decommission() {
        post("decommission", """
                {"reason": "scrapped"}""").success();

        await(board, "DECOMMISSIONED");
        assertThat(azure.enrollment(board)).isEmpty();
        assertThat(azure.registration(board)).isEmpty();
        assertThat(azure.device(scene.azure().firstHub(), board)).isEmpty();
    }

    private static Answer post(String what, String body) {
        return hub.api().post("/boards/" + board + "/" + what, body);
    }

    private static void await(String guid, String state) {
        Eventually.find(state + " of " + guid, LIMIT, () -> Optional.of(
                        hub.api().board(guid).json())
                .filter(seen -> seen.path("state").asText().equals(state)));
    }
}
