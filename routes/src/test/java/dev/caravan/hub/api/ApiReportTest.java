package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whoever posts a batch learns what became of each row, also without access to the outbox. */
@ExtendWith(OneHub.class)
class ApiReportTest {

    private static final String REPORT = "/api/v1/batches/seeded/report";

    private final RunningHub hub;

    ApiReportTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void reportOfACompleteBatchComesAsItLiesInTheOutbox() throws Exception {
        await().until(() -> hub.get("/api/v1/batches/seeded").body().contains("COMPLETE"));
        var file = hub.folder("outbox").resolve("seeded/report.csv");

        var answer = hub.get(REPORT);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains("seeded.report.csv");
        assertThat(answer.body()).startsWith("line,guid,outcome,reason").isEqualTo(Files.readString(file));

        var away = Files.move(file, file.resolveSibling("taken"));
        try {
            assertThat(RunningHub.problem(hub.get(REPORT), 410).path("type").asText())
                    .endsWith(":report-taken");
        } finally {
            Files.move(away, file);
        }
    }

    @Test
    void batchThatIsUnknownOrNotCompleteHasNone() throws Exception {
        RunningHub.problem(hub.get("/api/v1/batches/nowhere/report"), 404);
        var posted = hub.send(hub.request("/api/v1/batches?name=unreported")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("guid\n7c9e6679-7425-40de-944b-e07fc1f90af1\n")));
        assertThat(posted.statusCode()).as(posted.body()).isEqualTo(201);

        assertThat(RunningHub.problem(hub.get("/api/v1/batches/unreported/report"), 409)
                        .path("detail")
                        .asText())
                .startsWith("Batch 'unreported' is ")
                .contains("it has a report when it is COMPLETE");
    }
}
