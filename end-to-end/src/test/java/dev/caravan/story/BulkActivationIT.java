package dev.caravan.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Many boards are activated by one request, whatever happens to the hub. */
@Tag("full")
class BulkActivationIT {

    private static final int ROWS = 120;
    private static final int KILLED_AT = 30;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void hubKilledInTheMiddleOfAJobEndsItAfterTheNextStartAndTellsOfEachBoard() throws Exception {
        var sheet = Sheets.random(ROWS, 51);
        try (var scene = Scene.open(BulkActivationIT.class)) {
            var folder = scene.prepareHub("hub");
            String job;
            try (var hub = scene.startHub(folder, Patient.SETTINGS)) {
                folder.drop("boards.csv", sheet.text());
                Outcome.mustBeEnrolled(hub, "boards", sheet, LIMIT);
                scene.azure().control().addFault("""
                        {"operation": "putEnrollment", "action": {"type": "delay", "millis": 50}}""");
                var begun = hub.api().post("/activations", body(scene, sheet), Map.of("Prefer", "respond-async"));
                assertThat(begun.status()).isEqualTo(202);
                job = begun.json().path("id").asText();
                Eventually.holds("some boards", LIMIT, () -> count(hub, job, "activated") >= KILLED_AT);
                hub.program().kill();
            }
            scene.azure().control().clearFaults();

            try (var hub = scene.startHub(folder, Patient.SETTINGS)) {
                Eventually.holds("the job's end", LIMIT, () -> hub.api()
                        .get("/activations/" + job)
                        .success()
                        .path("state")
                        .asText()
                        .equals("DONE"));
                mustHaveEndedWell(hub, job, sheet);
                for (var guid : sheet.good()) {
                    var enrollment = scene.azure().control().enrollment(guid).orElseThrow();
                    assertThat(enrollment.path("provisioningStatus").asText()).isEqualTo("enabled");
                    assertThat(enrollment.at("/initialTwin/tags/site").asText()).isEqualTo("Brno");
                }
            }
        }
    }

    private static void mustHaveEndedWell(Hub hub, String job, BatchSheet sheet) {
        var page = hub.api().get("/activations/" + job + "?limit=1000").success();
        assertThat(page.path("items")).hasSize(sheet.good().size());
        assertThat(texts(page.path("items"), "guid")).isEqualTo(List.copyOf(sheet.good()));
        assertThat(page.path("items"))
                .allSatisfy(item -> assertThat(item.path("status").asInt())
                        .as(item.toString())
                        .isEqualTo(200));
        var told = new ArrayList<JsonNode>();
        for (var events = hub.api().get("/events?limit=1000").success();
                !events.path("items").isEmpty();
                events = hub.api()
                        .get("/events?limit=1000&after=" + events.path("next").asText())
                        .success()) {
            events.path("items").forEach(told::add);
        }
        assertThat(told.stream()
                        .filter(event -> event.path("type").asText().equals("board.activated"))
                        .map(event -> event.path("subject").asText()))
                .as("each board is activated once, and told")
                .containsExactlyInAnyOrderElementsOf(sheet.good());
    }

    private static List<String> texts(JsonNode items, String field) {
        var texts = new ArrayList<String>();
        items.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    private static int count(Hub hub, String job, String outcome) {
        return hub.api()
                .get("/activations/" + job)
                .success()
                .at("/counts/" + outcome)
                .asInt();
    }

    private static String body(Scene scene, BatchSheet sheet) {
        return sheet.good().stream()
                .map(guid -> """
                        {"guid": "%s", "activation": {"iotHub": "%s", "tags": {"site": "Brno"}}}""".formatted(guid, scene.azure().firstHub()))
                .collect(Collectors.joining(",", "{\"boards\": [", "]}"));
    }
}
