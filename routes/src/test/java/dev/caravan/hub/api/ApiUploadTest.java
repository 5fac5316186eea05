package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OneHub.class)
class ApiUploadTest {

    private static final String GOOD = "guid\n7c9e6679-7425-40de-944b-e07fc1f90ae7\n";

    private final RunningHub hub;

    ApiUploadTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void batchInARequestIsTakenOnceAndSaysSoTheSecondTime() throws Exception {
        var first = post("name=uploaded%20%C3%A4", GOOD);
        await().until(() -> !hub.get("/api/v1/batches/uploaded%20%C3%A4").body().contains("READING"));
        var again = post("name=uploaded%20%C3%A4", GOOD);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(first.headers().firstValue("Location")).contains("/api/v1/batches/uploaded%20%C3%A4");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(RunningHub.json(again).path("detail").asText()).contains("nothing was changed");
        var batch =
                RunningHub.json(hub.get(first.headers().firstValue("Location").orElseThrow()));
        assertThat(batch.path("rows").asInt()).isEqualTo(1);
    }

    @Test
    void dryRunSaysWhatWouldHappen() throws Exception {
        var answer = post("name=never&dryRun=true", GOOD + RunningHub.ENROLLED + "\n");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(RunningHub.json(answer).at("/dryRun/rows").asInt()).isEqualTo(2);
        assertThat(RunningHub.json(answer).at("/dryRun/duplicate").asInt()).isPositive();
        assertThat(hub.get("/api/v1/batches/never").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoBatchIsRefusedWithTheRule() throws Exception {
        assertThat(RunningHub.problem(post("name=bad", "guid;x\n\"y\n"), 422)
                        .path("detail")
                        .asText())
                .startsWith("bad.csv, line ")
                .endsWith("; nothing was changed");
        RunningHub.problem(post("name=..%2Fevil", GOOD), 422);
        RunningHub.problem(post("dryRun=true", GOOD), 400);
        RunningHub.problem(post("name=x&dryRun=maybe", GOOD), 400);
        assertThat(RunningHub.problem(post("name=bad.CSV", GOOD), 400)
                        .path("detail")
                        .asText())
                .startsWith("parameter 'name' must be the name of the batch file without .csv, but is 'bad.CSV'");
        assertThat(hub.get("/api/v1/batches/bad").statusCode()).isEqualTo(404);
    }

    @Test
    void fileThatIsTooLargeForARequestIsSentToTheInbox() throws Exception {
        var content = "guid\n" + "x".repeat(BodyLimit.BATCH_BYTES);

        var known = post("name=large", content);
        var unknown = post("name=large", inPieces(content));

        assertThat(RunningHub.problem(known, 413).path("detail").asText())
                .isEqualTo("A batch file in a request must be at most 32 MB; drop a larger one into the inbox");
        assertThat(RunningHub.problem(unknown, 413)).isEqualTo(RunningHub.problem(known, 413));
        assertThat(hub.get("/api/v1/batches/large").statusCode()).isEqualTo(404);
    }

    @Test
    void fileWhoseLengthIsNotKnownIsTakenAndWaitsOnDiskNotInMemory() throws Exception {
        var answer = post("name=in-pieces", inPieces("guid,note\n" + ("," + "x".repeat(1000) + "\n").repeat(400)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(RunningHub.json(hub.get("/api/v1/batches/in-pieces"))
                        .path("rows")
                        .asInt())
                .isEqualTo(400);
        assertThat(hub.folder("data/spool")).isDirectory();
    }

    @Test
    void bytesThatAreNoTextAreRefusedAndNotReplacedByOthers() throws Exception {
        var latin = "guid,note\n7c9e6679-7425-40de-944b-e07fc1f90ae8,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1);

        var answer = post("name=latin", BodyPublishers.ofByteArray(latin));

        assertThat(RunningHub.problem(answer, 422).path("detail").asText()).contains("latin.csv, line 2", "UTF-8");
    }

    private static BodyPublisher inPieces(String content) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> post(String query, String content) throws Exception {
        return post(query, BodyPublishers.ofString(content));
    }

    private HttpResponse<String> post(String query, BodyPublisher content) throws Exception {
        return hub.send(hub.request("/api/v1/batches?" + query)
                .header("Content-Type", "text/csv")
                .POST(content));
    }
}
