package dev.caravan.hub.api;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OneHub.class)
class ApiBoardsTest {

    private final RunningHub hub;

    ApiBoardsTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void boardIsFoundInEitherLetterCaseWithItsEtag() throws Exception {
        var answer = hub.get("/api/v1/boards/" + RunningHub.ENROLLED.toUpperCase(java.util.Locale.ROOT));

        assertThat(answer.statusCode()).isEqualTo(200);
        var board = RunningHub.json(answer);
        assertThat(board.path("guid").asText()).isEqualTo(RunningHub.ENROLLED);
        assertThat(board.path("state").asText()).isEqualTo("ENROLLED");
        assertThat(board.has("activation")).isFalse();
        assertThat(answer.headers().firstValue("ETag"))
                .contains("\"" + board.path("version").asLong() + "\"");
    }

    @Test
    void listIsFilteredAndPaged() throws Exception {
        var first = RunningHub.json(hub.get("/api/v1/boards?batch=seeded&state=enrolled&limit=1"));
        var second = RunningHub.json(hub.get("/api/v1/boards?batch=seeded&limit=1&after="
                + first.path("next").asText()));

        assertThat(first.at("/items/0/guid").asText()).isEqualTo(RunningHub.ENROLLED);
        assertThat(second.path("items")).isEmpty();
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void placeInAListFitsNoListWithAnotherFilterOrOrder() throws Exception {
        var next = RunningHub.json(hub.get("/api/v1/boards?limit=1&sort=-updatedAt"))
                .path("next")
                .asText();

        assertThat(hub.get("/api/v1/boards?limit=2&sort=-updatedAt&after=" + next)
                        .statusCode())
                .isEqualTo(200);
        for (var other : List.of("sort=updatedAt", "sort=-updatedAt&state=ENROLLED", "")) {
            assertThat(RunningHub.problem(hub.get("/api/v1/boards?" + other + "&after=" + next), 400)
                            .path("detail")
                            .asText())
                    .contains("another filter or 'sort'");
        }
    }

    @Test
    void pagesOfOneBoardAreWalkedFromNewestToOldest() throws Exception {
        var updates = new ArrayList<String>();
        var after = "";
        do {
            var page = RunningHub.json(hub.get("/api/v1/boards?state=ENROLLED&limit=1&sort=-updatedAt" + after));
            page.path("items").findValuesAsText("updatedAt").forEach(updates::add);
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(updates).hasSizeGreaterThanOrEqualTo(3).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void listIsExportedAsAFileOfWhatTheCallerSees() throws Exception {
        var krone = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone"));

        var answer = hub.send(hub.request(krone, "/api/v1/boards.csv?state=ENROLLED"));

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains("boards.csv");
        var lines = answer.body().split("\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[2]).isEqualTo("# complete: 1 boards");
        assertThat(lines[0]).startsWith("guid,state,version,batch,line,consignee,order,");
        assertThat(lines[1]).startsWith(RunningHub.OF_KRONE + ",ENROLLED,3,for-krone,2,krone,");
    }

    @Test
    void activationWhileDpsIsUnreachableChangesNothingAndSaysWhenToAskAgain() throws Exception {
        var request = "{\"iotHub\":\"plant-a.azure-devices.net\",\"tags\":{\"site\":\"Köln\"}}";

        var answer = hub.activate(RunningHub.ENROLLED, request);
        var again = hub.activate(RunningHub.ENROLLED, request);

        assertThat(RunningHub.problem(answer, 503).path("type").asText())
                .isEqualTo("urn:caravan:problem:dps-unavailable");
        // Less than half a minute when the hub leaves DPS alone already, because of what other tests have asked.
        assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 30L);
        assertThat(again.statusCode()).isEqualTo(503);
        var board = RunningHub.json(hub.get("/api/v1/boards/" + RunningHub.ENROLLED));
        assertThat(board.path("state").asText()).isEqualTo("ENROLLED");
    }

    @Test
    void activationOnAnUnknownHubNamesRuleAndValueInUtf8() throws Exception {
        var answer = hub.activate(RunningHub.ENROLLED, "{\"iotHub\":\"Köln\",\"tags\":{\"a.b\":1}}");

        var errors = RunningHub.problem(answer, 400).path("errors");
        assertThat(errors.at("/0/field").asText()).isEqualTo("/iotHub");
        assertThat(errors.at("/0/value").asText()).isEqualTo("Köln");
        assertThat(errors.at("/0/rule").asText()).contains("plant-a.azure-devices.net");
        assertThat(errors.at("/1/field").asText()).isEqualTo("/tags");
    }

    @Test
    void activationWithoutAHubOrWithMetadataThatNoSchemaFitsNamesTheFields() throws Exception {
        var answer = hub.activate(RunningHub.ENROLLED, "{\"metadata\":{\"chassis\":\"4711\"}}");

        var errors = RunningHub.problem(answer, 400).path("errors");
        assertThat(errors.at("/0/field").asText()).isEqualTo("/iotHub");
        assertThat(errors.at("/0/rule").asText()).contains("is required");
        assertThat(errors.at("/1/field").asText()).isEqualTo("/metadata");
        assertThat(errors.at("/1/rule").asText()).contains("no schema");
    }

    @Test
    void droppedFileIsCertifiedAndItsBatchSaysThatDpsCannotBeReached() throws Exception {
        var guid = "77de68da-ecd8-4ebb-a9f4-5a1b4d4d1a01";
        var part = hub.folder("inbox").resolve("line-9.csv.part");
        Files.writeString(part, "guid\n" + guid + "\nnonsense\n");
        Files.move(part, part.resolveSibling("line-9.csv"));

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var batch = RunningHub.json(hub.get("/api/v1/batches/line-9"));
            assertThat(batch.at("/problems/0").asText()).containsIgnoringCase("nowhere.azure-devices-provisioning.net");
            assertThat(batch.at("/counts/certified").asInt()).isEqualTo(1);
            assertThat(batch.at("/counts/rejected").asInt()).isEqualTo(1);
            assertThat(batch.path("state").asText()).isEqualTo("WORKING");
        });
        assertThat(RunningHub.json(hub.get("/api/v1/batches")).findValuesAsText("id"))
                .contains("line-9", "seeded");
        var refused = hub.activate(guid, "{\"iotHub\":\"plant-a.azure-devices.net\"}");
        assertThat(RunningHub.problem(refused, 409).path("type").asText())
                .isEqualTo("urn:caravan:problem:not-enrolled");
        assertThat(hub.folder("outbox").resolve("line-9")).doesNotExist();
    }
}
