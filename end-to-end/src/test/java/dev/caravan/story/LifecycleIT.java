package dev.caravan.story;

import java.time.Duration;
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
    void boardIsChangedDeactivatedReactivatedReplacedThroughAKillAndDecommissioned() {
        hub.api().activate(board, body("Brno"), "").success();
        boot();

        changeOfMetadataReachesTheTwin();
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
