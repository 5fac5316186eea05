package dev.caravan.hub.api;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OneHub.class)
class ApiBulkTest {

    private static final Principal KRONE = new Principal("bulk-krone", Role.MANUFACTURER, Set.of("krone"));
    private static final Principal LEMKEN = new Principal("bulk-lemken", Role.MANUFACTURER, Set.of("lemken"));

    private final RunningHub hub;

    ApiBulkTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void boardOfAnotherIsAnsweredAsUnknownBesideTheOwnOne() throws Exception {
        var answer = hub.send(post(body(RunningHub.OF_KRONE, RunningHub.OF_LEMKEN)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var items = RunningHub.json(answer).path("items");
        assertThat(items.findValuesAsText("guid")).contains(RunningHub.OF_KRONE, RunningHub.OF_LEMKEN);
        assertThat(items.at("/0/wouldWrite/from").asText()).isEqualTo("ENROLLED");
        assertThat(items.at("/1/problem/type").asText()).isEqualTo("urn:caravan:problem:unknown-board");
        assertThat(items.at("/1/status").asInt()).isEqualTo(404);
    }

    @Test
    void jobIsBegunOnceUnderItsKeyAndSeenByItsOwnerAndTheOperatorOnly() throws Exception {
        var key = UUID.randomUUID().toString();
        var request = post(body(RunningHub.OF_KRONE, RunningHub.OF_LEMKEN))
                .header("Prefer", "wait=1, respond-async")
                .header("Idempotency-Key", key);
        var begun = hub.send(request);
        var again = hub.send(request);

        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(begun.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        var location = begun.headers().firstValue("Location").orElseThrow();
        await().until(() -> hub.get(location).body().contains("\"state\":\"DONE\""));
        var done = RunningHub.json(hub.send(hub.request(KRONE, location)));
        assertThat(done.at("/counts/possible").asInt()).isEqualTo(1);
        assertThat(done.at("/counts/refused").asInt()).isEqualTo(1);
        assertThat(RunningHub.problem(hub.send(hub.request(LEMKEN, location)), 404)
                        .path("type")
                        .asText())
                .isEqualTo("urn:caravan:problem:unknown-job");
        RunningHub.problem(hub.send(hub.request(LEMKEN, location).DELETE()), 404);
    }

    @Test
    void largeRequestIsTakenAndOneThatIsTooLargeIsNot() throws Exception {
        var many = IntStream.range(0, 1_000).mapToObj(number -> new UUID(4711, number).toString());
        var answer = hub.send(post(body(many.toArray(String[]::new)) + " ".repeat(BodyLimit.BYTES)));
        assertThat(RunningHub.json(answer).at("/counts/refused").asInt()).isEqualTo(1_000);

        var problem = RunningHub.problem(hub.send(post(" ".repeat(BodyLimit.BATCH_BYTES + 1))), 413);
        assertThat(problem.path("detail").asText()).contains("32 MB", "several requests");
    }

    private HttpRequest.Builder post(String body) throws Exception {
        return hub.request(KRONE, "/api/v1/activations?dryRun=true")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static String body(String... guids) {
        return Stream.of(guids)
                .map(guid -> "{\"guid\":\"" + guid + "\",\"activation\":{\"iotHub\":\"plant-a.azure-devices.net\"}}")
                .collect(Collectors.joining(",", "{\"boards\":[", "]}"));
    }
}
