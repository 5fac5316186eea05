package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiEventsTest {

    private final RunningHub hub;

    ApiEventsTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void eventsAreCloudEventsThatAReaderFetchesFromWhereItWas() throws Exception {
        var first = RunningHub.json(hub.get("/api/v1/events?limit=1"));

        var event = first.at("/items/0");
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("type").asText()).isEqualTo("board.enrolled");
        assertThat(event.path("subject").asText()).isEqualTo(RunningHub.ENROLLED);
        assertThat(event.at("/data/batch").asText()).isEqualTo("seeded");
        assertThat(event.path("sequence").asText()).isEqualTo("1");
        var rest = RunningHub.json(
                hub.get("/api/v1/events?after=" + first.path("next").asText()));
        assertThat(rest.path("items")).noneMatch(each -> each.path("id").equals(event.path("id")));
    }

    @Test
    void readerWhoWouldPassOverEventsIsToldSo() throws Exception {
        var next =
                RunningHub.json(hub.get("/api/v1/events?limit=1")).path("next").asText();

        var gone = RunningHub.problem(hub.get("/api/v1/events?after=0123456789abcdef-1"), 410);

        assertThat(gone.path("type").asText()).isEqualTo("urn:caravan:problem:events-gone");
        assertThat(gone.path("detail").asText())
                .startsWith("the ledger was restored from a backup, and events after '0123456789abcdef-1' may be lost")
                .contains("Begin again without 'after'");
        RunningHub.problem(hub.get("/api/v1/events?after=" + next.replaceAll("-.*", "-1000000")), 410);
    }

    @Test
    void readerThatWaitsHearsOfWhatHappensMeanwhile() throws Exception {
        var end = end();
        var waiting = CompletableFuture.supplyAsync(() -> get("/api/v1/events?wait=30&after=" + end));

        hub.send(hub.request("/api/v1/batches?name=waited-for")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("guid\nno GUID at all\n")));

        assertThat(RunningHub.json(waiting.get()).at("/items/0/subject").asText())
                .isEqualTo("waited-for");
    }

    @Test
    void readerThatWaitedInVainGetsAnEmptyPage() throws Exception {
        var nobody = new Principal("waits-in-vain", Role.MANUFACTURER, Set.of("nobody"));
        var began = System.nanoTime();
        var answer = RunningHub.json(hub.send(
                hub.request(nobody, "/api/v1/events?wait=1&after=" + end()).GET()));

        assertThat(answer.path("items")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
        RunningHub.problem(hub.get("/api/v1/events?wait=31"), 400);
    }

    private String end() throws Exception {
        return RunningHub.json(hub.get("/api/v1/events?limit=1000"))
                .path("next")
                .asText();
    }

    private HttpResponse<String> get(String path) {
        try {
            return hub.get(path);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void badParametersAreNamed() throws Exception {
        assertThat(RunningHub.problem(hub.get("/api/v1/events?after=-1"), 400)
                        .path("detail")
                        .asText())
                .isEqualTo(
                        "parameter 'after' must be 'next' of an earlier answer, or absent for the oldest event that is"
                                + " kept, but is '-1'");
        RunningHub.problem(hub.get("/api/v1/events?limit=1001"), 400);
        RunningHub.problem(hub.get("/api/v1/events?limit=x"), 400);
    }
}
