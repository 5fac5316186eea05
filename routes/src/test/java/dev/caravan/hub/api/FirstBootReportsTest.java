package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardGuid;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.TestGateway;

import static org.assertj.core.api.Assertions.assertThat;

/** What a hub that runs makes of signed reports, and of those that are not. */
@ExtendWith(OneHub.class)
class FirstBootReportsTest {

    private static final String BOARD = "3f2504e0-4f89-41d3-9a0c-00000000f1b0";
    private static final String HUB = "plant-a.azure-devices.net";

    private final RunningHub hub;

    FirstBootReportsTest(RunningHub hub) {
        this.hub = hub;
    }

    private static String body(String at) {
        return "{\"firstBoots\": [{\"board\": \"" + BOARD + "\", \"iotHub\": \"" + HUB + "\", \"at\": \"" + at
                + "\"}]}";
    }

    private HttpResponse<String> report(String body, String authorization) throws Exception {
        return hub.send(hub.stranger("/api/v1/first-boots")
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void signedReportIsRecordedAndTheSameAgainChangesNothing() throws Exception {
        try (var ledger = new SeededLedger(hub.folder("data/ledger.db"))) {
            ledger.atItsEnd("for-a-gateway", BOARD);
            var json = JsonNodeFactory.instance;
            var activation = new Activation(HUB, json.objectNode(), json.objectNode());
            ledger.boards.activated(new BoardGuid(BOARD), activation, null);
        }
        var body = body(Instant.now().toString());

        var answer = report(body, TestGateway.bearer(body));
        var board = hub.get("/api/v1/boards/" + BOARD).body();
        var again = report(body, TestGateway.bearer(body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(RunningHub.json(answer).path("taken").asInt()).isEqualTo(1);
        assertThat(board).contains("\"REGISTERED\"", HUB);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(hub.get("/api/v1/boards/" + BOARD).body()).isEqualTo(board);
    }

    @Test
    void signatureOfAnotherBodyOrKeyOrNameOrTimeIsNobodys() throws Exception {
        var body = body("2026-03-02T10:00:00Z");
        var past = Date.from(Instant.now().minus(Duration.ofMinutes(10)));
        var ahead = Date.from(Instant.now().plus(Duration.ofMinutes(10)));

        for (var authorization : List.of(
                TestGateway.bearer(body + " "),
                TestGateway.bearer(TestGateway.claims(body), TestGateway.key()),
                TestGateway.bearer(TestGateway.claims(body).issuer("hall-2")),
                TestGateway.bearer(TestGateway.claims(body).audience("another-service")),
                TestGateway.bearer(TestGateway.claims(body).claim("body", null)),
                TestGateway.bearer(TestGateway.claims(body).expirationTime(null)),
                TestGateway.bearer(TestGateway.claims(body).expirationTime(ahead)),
                TestGateway.bearer(TestGateway.claims(body)
                        .issueTime(past)
                        .expirationTime(Date.from(past.toInstant().plusSeconds(120)))),
                "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJoYWxsLTEifQ.")) {
            var problem = RunningHub.problem(report(body, authorization), 401);
            assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:unauthorized");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"firstBoots\": []}",
                "{\"firstBoots\": [{}]}",
                "{\"firstBoots\": [{\"board\": \"x\", \"iotHub\": \"a\", \"at\": \"2026-03-02T10:00:00Z\"}]}",
                "{\"firstBoots\": [{\"board\": \"3f2504e0-4f89-41d3-9a0c-00000000f1b0\", \"iotHub\": \"a\", \"at\": \"now\"}]}"
            })
    void reportThatBreaksARuleIsToldWhich(String body) throws Exception {
        var problem = RunningHub.problem(report(body, TestGateway.bearer(body)), 400);

        assertThat(problem.path("detail").asText()).contains("firstBoots");
    }
}
