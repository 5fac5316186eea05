package dev.caravan.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Report;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** What the hub has given up on comes back when an operator asks for it. */
class RetryIT {

    private static final BatchSheet SHEET = Sheets.random(30, 11);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void parkedBoardIsEnrolledByARetryAndTheReportAmended() throws Exception {
        try (var scene = Scene.open(RetryIT.class);
                var hub = scene.startHub(scene.prepareHub("hub"))) {
            var outbox = hub.folder().outbox("line-7");
            scene.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "times": 1, "action": {"type": "failItems", "positions": [1],
                     "errorCode": 400004, "errorStatus": "the operator of DPS has locked this board"}}""");
            hub.folder().drop("line-7.csv", SHEET.text());
            assertThat(hub.awaitEnd("line-7", LIMIT, () -> {})).isTrue();
            var parked = Report.read(outbox).lines().stream()
                    .filter(line -> line.outcome().equals("parked"))
                    .toList();
            assertThat(parked).singleElement().satisfies(line -> assertThat(line.reason())
                    .contains("the operator of DPS has locked this board"));

            var answer = hub.api().post("/boards/" + parked.get(0).guid() + "/retries");

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            awaitRevision(hub, "line-7", 2);
            Outcome.mustBeWhole(scene, hub, "line-7", SHEET, LIMIT);
        }
    }

    @Test
    void batchThatAnAlarmHasStoppedIsWorkedToItsEndOnceTheCauseIsGone() throws Exception {
        try (var scene = Scene.open(RetryIT.class);
                var hub = scene.startHub(scene.prepareHub("hub"))) {
            var alarm = hub.folder().outbox("line-7").resolve("ALARM.txt");
            scene.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "action": {"type": "store", "provisioningStatus": "enabled"}}""");
            hub.folder().drop("line-7.csv", SHEET.text());
            assertThat(hub.awaitEnd("line-7", LIMIT, () -> {})).isFalse();
            assertThat(alarm).content().contains("POST /api/v1/batches/line-7/retries");
            scene.azure().control().reset();

            var answer = hub.api().post("/batches/line-7/retries");

            assertThat(answer.json().path("resumed").asBoolean())
                    .as(answer.text())
                    .isTrue();
            awaitRevision(hub, "line-7", 1);
            assertThat(alarm).doesNotExist();
            Outcome.mustBeWhole(scene, hub, "line-7", SHEET, LIMIT);
        }
    }

    private static void awaitRevision(Hub hub, String batch, int revision) {
        var summary = hub.folder().outbox(batch).resolve("summary.json");
        var wanted = "\"revision\" : " + revision;
        Eventually.holds(summary + " with " + wanted, LIMIT, () -> contains(summary, wanted));
    }

    private static boolean contains(Path file, String words) {
        try {
            return Files.exists(file) && Files.readString(file).contains(words);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
