package dev.caravan.gateway.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.DeviceState;
import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubSession;
import dev.caravan.device.hub.Telemetry;
import dev.caravan.device.hub.TwinDocument;
import dev.caravan.gateway.board.HostedBoard;
import dev.caravan.gateway.board.ScriptedAzure;
import dev.caravan.gateway.board.TestBoards;

import static org.assertj.core.api.Assertions.assertThat;

class SessionRoutesTest extends CamelTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedAzure.Session session = new ScriptedAzure.Session();

    @TempDir
    Path data;

    @Test
    void telemetryReachesTheHubAsItWasSentWithTheQueryAsProperties() throws Exception {
        Exchange answer = ask(SessionRoutes.TELEMETRY, "{\"t\": 21.50}", "line=7&k%20x=%C3%A4", connected());

        assertThat(status(answer)).isEqualTo(200);
        assertThat(session.sent).singleElement().satisfies(message -> {
            assertThat(message.body()).asString().isEqualTo("{\"t\": 21.50}");
            assertThat(message.contentType()).isEqualTo("application/json");
            assertThat(message.properties()).isEqualTo(Map.of("line", "7", "k x", "ä"));
        });
    }

    @Test
    void telemetryThatIsNotJsonIsTurnedAway() throws Exception {
        ApiCases cases = start(connected());
        for (String body : new String[] {"", "t=1", "{\"t\":1} {", "{\"t\":"}) {
            Exchange answer = ask(cases, SessionRoutes.TELEMETRY, body, null);

            assertThat(status(answer)).as(body).isEqualTo(400);
        }
        assertThat(session.sent).isEmpty();
    }

    @Test
    void queryThatIsNoQueryIsTurnedAway() throws Exception {
        assertThat(status(ask(SessionRoutes.TELEMETRY, "1", "a=%zz", connected())))
                .isEqualTo(400);
    }

    @Test
    void telemetryOfABoardThatIsNotConnectedIsTheCallersToRepeat() throws Exception {
        HostedBoard away = TestBoards.waiting(
                DeviceState.DISCONNECTED, "Not connected: no answer in time.", TestBoards.NOW.plusSeconds(9));

        Exchange answer = ask(SessionRoutes.TELEMETRY, "1", null, away);

        assertThat(status(answer)).isEqualTo(503);
        assertThat(answer.getMessage().getHeader("Retry-After")).isEqualTo(10L);
        assertThat(body(answer).path("detail").asText())
                .isEqualTo("Not connected: no answer in time. Asking again at 11:00:09.");
    }

    @Test
    void telemetryThatTheHubDidNotAcknowledgeIsNotCalledSent() throws Exception {
        HostedBoard silent =
                TestBoards.connected(new Failing(new HubException.Unavailable("the IoT hub did not answer in time")));

        Exchange answer = ask(SessionRoutes.TELEMETRY, "1", null, silent);

        assertThat(status(answer)).isEqualTo(503);
        assertThat(body(answer).path("detail").asText()).isEqualTo("The IoT hub did not answer in time.");
    }

    @Test
    void contentThatTheHubDoesNotTakeIsNotForRepeating() throws Exception {
        HostedBoard picky = TestBoards.connected(new Failing(new HubException.Rejected("too large for the IoT hub")));

        Exchange answer = ask(SessionRoutes.REPORT, "{\"a\":1}", null, picky);

        assertThat(status(answer)).isEqualTo(422);
        assertThat(answer.getMessage().getHeader("Retry-After")).isNull();
        assertThat(body(answer).path("detail").asText()).isEqualTo("Too large for the IoT hub.");
    }

    @Test
    void twinShowsBothPartsWithTheirVersions() throws Exception {
        Exchange answer = ask(SessionRoutes.TWIN, "", null, connected());

        assertThat(body(answer))
                .isEqualTo(
                        JSON.readTree("{\"desired\":{\"interval\":30,\"$version\":4},\"reported\":{\"$version\":2}}"));
    }

    @Test
    void reportedPatchIsMergedAndItsVersionTold() throws Exception {
        Exchange answer = ask(SessionRoutes.REPORT, "{\"fw\":\"1.2\"}", null, connected());

        assertThat(body(answer).path("reportedVersion").asInt()).isEqualTo(3);
        assertThat(session.twin().reported()).isEqualTo(JSON.readTree("{\"fw\":\"1.2\"}"));
    }

    @Test
    void patchThatIsNoObjectIsTurnedAway() throws Exception {
        assertThat(status(ask(SessionRoutes.REPORT, "[1]", null, connected()))).isEqualTo(400);
    }

    @Test
    void whatNobodyExpectedIsAProblemWithoutDetails() throws Exception {
        HostedBoard broken = TestBoards.connected(new Failing(null));

        Exchange answer = ask(SessionRoutes.TWIN, "", null, broken);

        assertThat(status(answer)).isEqualTo(500);
        assertThat(body(answer).path("detail").asText())
                .isEqualTo("The gateway failed on this request; its log says why.");
    }

    private HostedBoard connected() {
        return TestBoards.connected(session);
    }

    private Exchange ask(String route, String body, String query, HostedBoard board) throws Exception {
        return ask(start(board), route, body, query);
    }

    private ApiCases start(HostedBoard board) throws Exception {
        ApiCases cases = new ApiCases(data);
        context().addRoutesConfigurations(new AnswerAsProblem());
        context().addRoutes(new SessionRoutes(new SessionDesk(cases.gatekeeper(board), ApiCases.view())));
        return cases;
    }

    private Exchange ask(ApiCases cases, String route, String body, String query) {
        return template.request(route, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader("guid", ApiCases.GUID);
            exchange.getMessage().setHeader("Authorization", "bearer " + cases.boardToken());
            exchange.getMessage().setHeader(Exchange.HTTP_QUERY, query);
        });
    }

    private static int status(Exchange answer) {
        return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private static JsonNode body(Exchange answer) throws Exception {
        return JSON.readTree(answer.getMessage().getBody(String.class));
    }

    /** Fails at everything; without a failure of the hub's kind, in a way that nobody expects. */
    private record Failing(HubException failure) implements HubSession {

        @Override
        public void send(Telemetry message) throws HubException {
            fail();
        }

        @Override
        public TwinDocument twin() throws HubException {
            throw fail();
        }

        @Override
        public long report(ObjectNode patch) throws HubException {
            throw fail();
        }

        private IllegalStateException fail() throws HubException {
            if (failure != null) {
                throw failure;
            }
            throw new IllegalStateException("secret detail");
        }

        @Override
        public CompletableFuture<HubException> ended() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }
}
