package dev.caravan.story;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Eventually;
import dev.caravan.story.wire.Answer;
import dev.caravan.story.wire.EmulatorControl;

import static org.assertj.core.api.Assertions.assertThat;

class ActivationIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Deque<String> BOARDS = new ArrayDeque<>();

    private static Scene scene;
    private static Hub hub;
    private static EmulatorControl azure;

    private String board;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.open(ActivationIT.class);
        azure = scene.azure().control();
        hub = scene.startHub(scene.prepareHub("hub"));
        var sheet = Sheets.random(20, 41);
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

    private static String body(String iotHub, String site) {
        return """
                {"iotHub": "%s", "tags": {"site": "%s"}, "desired": {"interval": 30}}""".formatted(iotHub, site);
    }

    private static String body(String site) {
        return body(scene.azure().firstHub(), site);
    }

    private JsonNode enrollment() {
        return azure.enrollment(board).orElseThrow();
    }

    private String siteInDps() {
        return enrollment().at("/initialTwin/tags/site").asText();
    }

    @Test
    void sameRequestAgainChangesNothing() {
        assertThat(hub.api()
                        .activate(board, body("Brno"))
                        .json()
                        .path("changed")
                        .asBoolean())
                .isTrue();
        var etag = enrollment().path("etag");

        var again = hub.api().activate(board, body("Brno"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("changed").asBoolean(true)).isFalse();
        assertThat(enrollment().path("etag")).isEqualTo(etag);
    }

    @Test
    void otherBodyIsRefusedWithTheDifferences() {
        hub.api().activate(board, body("Brno")).success();

        var other = hub.api().activate(board, body("Graz"));

        mustBeProblem(other, 409, "activated-otherwise");
        assertThat(other.json().at("/differences/0/field").asText()).isEqualTo("/tags/site");
        assertThat(other.json().at("/differences/0/is").asText()).contains("Brno");
        assertThat(other.json().at("/differences/0/asked").asText()).contains("Graz");
        assertThat(siteInDps()).isEqualTo("Brno");
    }

    @Test
    void otherBodyForTheSeenVersionIsAnUpdate() {
        var first = hub.api().activate(board, body("Brno"));

        var update = hub.api().activate(board, body(scene.azure().secondHub(), "Graz"), first.etag());

        assertThat(update.status()).isEqualTo(200);
        assertThat(update.json().path("changed").asBoolean()).isTrue();
        assertThat(siteInDps()).isEqualTo("Graz");
        assertThat(enrollment().path("iotHubs")).hasSize(1);
        assertThat(enrollment().at("/iotHubs/0").asText())
                .isEqualTo(scene.azure().secondHub());
    }

    @Test
    void versionThatWasOvertakenIsRefused() {
        var first = hub.api().activate(board, body("Brno"));
        hub.api().activate(board, body("Graz"), first.etag()).success();

        var stale = hub.api().activate(board, body("Linz"), first.etag());

        mustBeProblem(stale, 412, "other-version");
        assertThat(siteInDps()).isEqualTo("Graz");
    }

    @Test
    void ofTwoActivationsAtOnceOneWinsAndTheOtherIsToldSo() {
        azure.addFault("""
                {"operation": "putEnrollment", "idPattern": "%s", "times": 1, "action": {"type": "delay", "millis": 300}}""".formatted(board));
        var etag = hub.api().board(board).etag();

        var answers = Stream.of("Brno", "Graz")
                .map(site -> CompletableFuture.supplyAsync(
                        () -> Map.entry(site, hub.api().activate(board, body(site), etag))))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        var won =
                answers.stream().filter(each -> each.getValue().status() == 200).toList();
        assertThat(won).hasSize(1);
        assertThat(siteInDps()).isEqualTo(won.get(0).getKey());
        assertThat(hub.api().board(board).etag())
                .isEqualTo(won.get(0).getValue().etag());
        var lost = answers.stream()
                .filter(each -> each.getValue().status() != 200)
                .map(Map.Entry::getValue)
                .findAny()
                .orElseThrow();
        mustBeProblem(lost, lost.status() == 412 ? 412 : 409, lost.status() == 412 ? "other-version" : "under-way");
    }

    @Test
    void dryRunSaysWhatWouldBeWrittenAndWritesNothing() {
        var etag = enrollment().path("etag");

        var answer = hub.api().activate(board, body("Brno"), "", "?dryRun=true");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/wouldWrite/from").asText()).isEqualTo("ENROLLED");
        assertThat(answer.json().at("/wouldWrite/activation/tags/site").asText())
                .isEqualTo("Brno");
        assertThat(enrollment().path("etag")).isEqualTo(etag);
        assertThat(hub.api().board(board).json().path("state").asText()).isEqualTo("ENROLLED");
    }

    @Test
    void commandsOfThePageForErpDevelopersActivateOneBoardAndMany() throws Exception {
        assertThat(runBlockWith("-X PUT \"$HUB/api/v1/boards/$BOARD/activation\" "))
                .contains("\"changed\":true");

        assertThat(runBlockWith("Prefer: respond-async")).contains("\"unchanged\":1", "\"state\":\"WORKING\"");

        Eventually.holds("the job's activation", LIMIT, () -> siteInDps().equals("Ulm"));
    }

    /** The first block of commands in docs/erp.md in which this text stands. */
    private String runBlockWith(String text) throws Exception {
        var page = Files.readString(Project.find().root().resolve("docs/erp.md"));
        var block = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .filter(commands -> commands.contains(text))
                .findFirst()
                .orElseThrow();
        var shell = new ProcessBuilder("sh", "-euc", block).redirectErrorStream(true);
        shell.environment()
                .putAll(Map.of("HUB", hub.api().base(), "KEY", hub.folder().apiKey(), "BOARD", board));
        var process = shell.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void unknownBoardIsNotFound() {
        mustBeProblem(hub.api().activate("00000000-0000-4000-8000-000000000000", body("Brno")), 404, "unknown-board");
    }

    @Test
    void twinThatTheHubWouldRefuseIsRefusedBeforeDpsIsAsked() {
        var etag = enrollment().path("etag");

        var answer = hub.api().activate(board, """
                {"iotHub": "%s", "tags": {"si.te": "Brno"}}""".formatted(scene.azure().firstHub()));

        mustBeProblem(answer, 400, "invalid-request");
        assertThat(answer.json().at("/errors/0/field").asText()).startsWith("/tags");
        assertThat(answer.json().at("/errors/0/value").asText()).isEqualTo("si.te");
        assertThat(enrollment().path("etag")).isEqualTo(etag);
    }

    @Test
    void hubThatIsNotConfiguredIsRefused() {
        var answer = hub.api().activate(board, body("plant-z.azure-devices.net", "Brno"));

        mustBeProblem(answer, 400, "invalid-request");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("/iotHub");
        assertThat(enrollment().path("provisioningStatus").asText()).isEqualTo("disabled");
    }

    @Test
    void callerWithoutTheKeyLearnsNothing() {
        mustBeProblem(hub.api().withoutKey("/api/v1/boards/" + board), 401, "unauthorized");
        mustBeProblem(hub.api().withoutKey("/api/v1/boards/no-board"), 401, "unauthorized");
    }

    @Test
    void enrollmentThatSomebodyElseChangedInBetweenIsReadAgain() {
        var fault = azure.addFault("""
                {"operation": "putEnrollment", "idPattern": "%s", "times": 1, "action": {"type": "status", "status": 412}}""".formatted(board));

        assertThat(hub.api().activate(board, body("Brno")).status()).isEqualTo(200);

        assertThat(azure.fired(fault)).isEqualTo(1);
        assertThat(siteInDps()).isEqualTo("Brno");
        assertThat(enrollment().path("provisioningStatus").asText()).isEqualTo("enabled");
    }

    @Test
    void lostAnswerOfDpsIsSettledByReadingBack() {
        var fault = azure.addFault("""
                {"operation": "putEnrollment", "idPattern": "%s", "times": 1, "action": {"type": "drop", "when": "after"}}""".formatted(board));

        hub.api().activate(board, body("Brno"));

        assertThat(azure.fired(fault)).isEqualTo(1);
        Eventually.holds(
                "the activation in the ledger",
                LIMIT,
                () -> hub.api().board(board).json().path("state").asText().equals("ACTIVATED"));
        assertThat(enrollment().path("provisioningStatus").asText()).isEqualTo("enabled");
        assertThat(hub.api()
                        .activate(board, body("Brno"))
                        .json()
                        .path("changed")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void dpsThatStoresAnotherHubIsAContradictionAndNotASuccess() {
        azure.addFault("""
                {"operation": "putEnrollment", "idPattern": "%s", "times": 1, "action": {"type": "store", "iotHub": "%s"}}""".formatted(board, scene.azure().secondHub()));

        var answer = hub.api().activate(board, body("Brno"));

        mustBeProblem(answer, 502, "contradiction");
        assertThat(answer.json().path("detail").asText()).contains(scene.azure().secondHub());
        assertThat(hub.api().board(board).json().path("state").asText()).isEqualTo("ENROLLED");
    }

    private static void mustBeProblem(Answer answer, int status, String kind) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:caravan:problem:" + kind);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).isNotBlank();
    }
}
