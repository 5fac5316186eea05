package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRun.Step;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.DpsRuns.Progress;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;
import dev.caravan.ledger.Findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OneHub.class)
class ReconciliationsTest {

    @TempDir
    private Path folder;

    private final RunningHub hub;

    ReconciliationsTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void runThatDpsDoesNotAnswerSaysSoInItsWords() throws Exception {
        var begun = RunningHub.json(post("?repair=true"));
        assertThat(begun.path("state").asText()).isEqualTo("RUNNING");
        assertThat(begun.path("changing").asBoolean()).isTrue();

        var ended = awaitEnd(begun.path("id").asText());

        assertThat(ended.path("state").asText()).isEqualTo("FAILED");
        assertThat(ended.path("detail").asText())
                .startsWith("Not finished (FAILED): DPS ")
                .contains("cannot be reached")
                .endsWith("Until then: 0 enrollments compared, no difference");
        assertThat(RunningHub.json(hub.get("/api/v1/reconciliations/latest")).path("id"))
                .isEqualTo(begun.path("id"));
    }

    @Test
    void whatIsNoRunAndWhatIsNoFlagIsAnsweredInWords() throws Exception {
        assertThat(RunningHub.problem(hub.get("/api/v1/reconciliations/4711"), 404)
                        .path("detail")
                        .asText())
                .isEqualTo("There is no such run '4711'; the last fifty are kept");
        RunningHub.problem(hub.get("/api/v1/reconciliations/first"), 404);
        assertThat(RunningHub.problem(post("?repair=perhaps"), 400)
                        .path("detail")
                        .asText())
                .isEqualTo("parameter 'repair' must be true or false, but is 'perhaps'");
    }

    @Test
    void runIsShownWithItsFindingsPageByPage() {
        try (var ledger = new SeededLedger(folder.resolve("ledger.db"))) {
            var runs = new DpsRuns(ledger.database, "hub", "1", Duration.ofMinutes(5));
            var findings = new Findings(ledger.database);
            var calls = new RunCalls(runs, findings);
            var run = runs.begin(Task.RECONCILE, false, null, null).orElseThrow();
            IntStream.rangeClosed(1, 3).forEach(board -> findings.record(run.id(), finding("board-" + board)));
            runs.progress(run.id(), Step.READING_DPS, new Progress(1200, 1197, 0, 0, 0));

            var shown = calls.run(Task.RECONCILE, "latest", null, "2");
            assertThat(shown.detail())
                    .startsWith("Under way since ")
                    .endsWith(": 1,200 enrollments compared, 3 differ so far");
            assertThat(shown.differences()).isEqualTo(Map.of(Kind.MISSING, 3L));
            assertThat(shown.items()).extracting(FindingView::guid).containsExactly("board-1", "board-2");
            assertThat(calls.run(Task.RECONCILE, "1", shown.next(), "2").items())
                    .extracting(FindingView::guid)
                    .containsExactly("board-3");

            assertThatThrownBy(() -> calls.begun(Optional.empty()))
                    .as("a second one is told who runs")
                    .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                                    refused.problem().detail())
                            .startsWith("Nothing was begun: run 1 (RECONCILE), begun at "));
            runs.end(run.id(), State.COMPLETE, null);
            assertThat(calls.run(Task.RECONCILE, "1", null, null).detail())
                    .isEqualTo("Complete: 1,200 enrollments compared, 3 differ");
        }
    }

    @Test
    void adoptionWantsAFolderThatThereIs() throws Exception {
        assertThat(RunningHub.problem(adopt("{}"), 400).path("detail").asText())
                .isEqualTo("field 'folder' is required: the folder with the boards' certificates");
        for (var wrong : List.of("outbox", "/nowhere/at/all", "/etc/hosts")) {
            assertThat(RunningHub.problem(adopt("{\"folder\": \"" + wrong + "\"}"), 400)
                            .path("detail")
                            .asText())
                    .startsWith("field 'folder' must be the absolute path of a folder");
        }
    }

    @Test
    void adoptionIsToldInItsOwnWords() {
        try (var ledger = new SeededLedger(folder.resolve("ledger.db"))) {
            var runs = new DpsRuns(ledger.database, "hub", "1", Duration.ofMinutes(5));
            var calls = new RunCalls(runs, new Findings(ledger.database));
            var run = runs.begin(Task.ADOPT, false, "/certificates", null).orElseThrow();
            runs.progress(run.id(), Step.READING_DPS, new Progress(1200, 100, 0, 0, 1100));
            runs.end(run.id(), State.COMPLETE, null);

            assertThat(calls.run(Task.ADOPT, "latest", null, null).detail())
                    .isEqualTo("Complete: 1,200 enrollments read, 1,100 boards would be adopted, 100 known already, 0"
                            + " would not be");
        }
    }

    @Test
    void runIsFoundUnderItsOwnKindOnly() {
        try (var ledger = new SeededLedger(folder.resolve("ledger.db"))) {
            var runs = new DpsRuns(ledger.database, "hub", "1", Duration.ofMinutes(5));
            runs.begin(Task.ADOPT, false, "/certificates", null);

            assertThatThrownBy(() ->
                            new RunCalls(runs, new Findings(ledger.database)).run(Task.RECONCILE, "1", null, null))
                    .isInstanceOf(ProblemException.class);
        }
    }

    private static Finding finding(String guid) {
        return new Finding(guid, Kind.MISSING, "it is missing", "repair it", Repair.POSSIBLE);
    }

    private JsonNode awaitEnd(String id) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var run = RunningHub.json(hub.get("/api/v1/reconciliations/" + id));
        while (run.path("state").asText().equals(DpsRun.State.RUNNING.name()) && System.nanoTime() < deadline) {
            run = RunningHub.json(hub.get("/api/v1/reconciliations/" + id));
        }
        return run;
    }

    private HttpResponse<String> adopt(String body) throws Exception {
        return hub.send(hub.request("/api/v1/adoptions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String query) throws Exception {
        return hub.send(hub.request("/api/v1/reconciliations" + query).POST(BodyPublishers.noBody()));
    }
}
