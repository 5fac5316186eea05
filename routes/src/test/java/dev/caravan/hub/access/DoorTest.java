package dev.caravan.hub.access;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class DoorTest {

    private static final Principal KRONE = new Principal("manufacturer", Role.MANUFACTURER, Set.of("krone"));

    private static final Principal LEMKEN = new Principal("lemken-erp", Role.MANUFACTURER, Set.of("lemken"));

    private final RunningHub hub;

    DoorTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void nothingWithoutANamedOpeningIsServedToStrangers() throws Exception {
        for (var path : new String[] {"/nothing", "/actuator/env", "/error", "/index.html", "/api"}) {
            RunningHub.problem(hub.send(hub.stranger(path)), 401);
        }
        RunningHub.problem(hub.send(hub.stranger("/swagger-ui/").POST(BodyPublishers.noBody())), 401);
    }

    @Test
    void batchOfAnotherManufacturerFiltersToNothing() throws Exception {
        var answer = hub.send(hub.request(KRONE, "/api/v1/boards?batch=for-lemken"));

        assertThat(RunningHub.json(answer).path("items")).isEmpty();
    }

    @Test
    void manufacturerSubscribesToEventsOnItsOwnBoardsOnly() throws Exception {
        var own = hub.send(subscribe(KRONE, "{\"url\":\"https://192.0.2.7/events\"}"));
        var foreign = hub.send(subscribe(KRONE, "{\"url\":\"https://192.0.2.7/events\",\"consignee\":\"lemken\"}"));

        assertThat(own.statusCode()).as(own.body()).isEqualTo(201);
        var made = RunningHub.json(own);
        assertThat(made.path("consignee").asText()).isEqualTo("krone");
        assertThat(RunningHub.problem(foreign, 400).path("detail").asText())
                .isEqualTo("field 'consignee' must be one of yours, [krone], but is 'lemken'");
        var ofAnother = hub.send(
                hub.request(LEMKEN, "/api/v1/subscriptions/" + made.path("id").asText()));
        assertThat(ofAnother.statusCode()).isEqualTo(404);
        hub.send(hub.request(KRONE, "/api/v1/subscriptions/" + made.path("id").asText())
                .DELETE());
    }

    private HttpRequest.Builder subscribe(Principal principal, String body) throws IOException {
        return hub.request(principal, "/api/v1/subscriptions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    @Test
    void boardIsActivatedByItsConsigneeAsFarAsDpsAnswers() throws Exception {
        var answer = hub.send(hub.request(KRONE, "/api/v1/boards/" + RunningHub.OF_KRONE + "/activation")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"iotHub\":\"plant-a.azure-devices.net\"}")));

        RunningHub.problem(answer, 503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/boards/",
                "/api/v1//boards",
                "/api/v1/batches;a=b/seeded",
                "/api/v1/%62atches",
                "/api/v1/batches/x/../seeded"
            })
    void noSpellingOfAPathGetsAManufacturerWhereItMayNotGo(String path) throws Exception {
        var answer = hub.send(hub.request(KRONE, path));

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain(RunningHub.ENROLLED, RunningHub.OF_LEMKEN, "sha256");
    }

    @Test
    void headAndOptionsAreNoWayAroundTheRules() throws Exception {
        var head = hub.send(
                hub.request(KRONE, "/api/v1/boards/" + RunningHub.OF_LEMKEN).method("HEAD", BodyPublishers.noBody()));
        var options = hub.send(hub.request(KRONE, "/api/v1/batches").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(options.statusCode()).isEqualTo(404);
    }

    @Test
    void answersAreNotKeptByCachesNorShownInFrames() throws Exception {
        var headers = hub.get("/api/v1/boards").headers();

        assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }
}
