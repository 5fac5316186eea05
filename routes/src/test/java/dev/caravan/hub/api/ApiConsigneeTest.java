package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

/** A hub of its own: what is assigned here stays so. */
class ApiConsigneeTest {

    private static final Principal FACTORY = new Principal("line-7", Role.FACTORY, Set.of());
    private static final Principal KRONE = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone"));

    @TempDir
    Path home;

    @Test
    void boardWithoutConsigneeIsAssignedOnceAndSeenByTheManufacturerFromThenOn() throws Exception {
        try (var hub = RunningHub.in(home)) {
            RunningHub.problem(get(hub), 404);

            var bad = RunningHub.problem(put(hub, "{\"consignee\":\" krone\"}"), 400);
            assertThat(bad.path("detail").asText()).contains("'consignee'", "\" krone\"");
            var assigned = put(hub, "{\"consignee\":\"krone\"}");
            var again = put(hub, "{\"consignee\":\"krone\"}");
            var other = RunningHub.problem(put(hub, "{\"consignee\":\"lemken\"}"), 409);

            assertThat(assigned.statusCode()).as(assigned.body()).isEqualTo(200);
            assertThat(RunningHub.json(assigned).path("consignee").asText()).isEqualTo("krone");
            assertThat(again.headers().firstValue("ETag"))
                    .isPresent()
                    .isEqualTo(assigned.headers().firstValue("ETag"));
            assertThat(other.path("type").asText()).isEqualTo("urn:caravan:problem:assigned-otherwise");
            assertThat(other.path("detail").asText()).contains("krone", "hand-over");
            assertThat(get(hub).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(RunningHub hub) throws Exception {
        return hub.send(hub.request(KRONE, "/api/v1/boards/" + RunningHub.ENROLLED));
    }

    private static HttpResponse<String> put(RunningHub hub, String body) throws Exception {
        return hub.send(hub.request(FACTORY, "/api/v1/boards/" + RunningHub.ENROLLED + "/consignee")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }
}
