package dev.caravan.gateway.api;

import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.device.DeviceState;
import dev.caravan.gateway.board.HostedBoard;
import dev.caravan.gateway.board.OneBoard;
import dev.caravan.gateway.board.ScriptedAzure;
import dev.caravan.gateway.board.TestBoards;

import static org.assertj.core.api.Assertions.assertThat;

/** Each answer an installer can get, through the route and its failure policy. */
class BoardRoutesTest extends CamelTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    @Test
    void connectedBoardGetsItsAssignment() throws Exception {
        Exchange answer = firstBoot(TestBoards.connected(new ScriptedAzure.Session()));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(body(answer).path("state").asText()).isEqualTo("CONNECTED");
        assertThat(body(answer).path("assignedHub").asText()).isEqualTo("plant-a.azure-devices.net");
        assertThat(body(answer).path("deviceId").asText()).isEqualTo(ApiCases.GUID);
    }

    @Test
    void waitingBoardIsToldWhatForAndWhenItIsAskedAgain() throws Exception {
        Exchange answer = firstBoot(TestBoards.waiting(
                DeviceState.WAITING_ACTIVATION,
                "The board waits: the machine manufacturer has not activated it yet.",
                TestBoards.NOW.plusSeconds(30)));

        assertThat(status(answer)).isEqualTo(202);
        assertThat(answer.getMessage().getHeader("Retry-After")).isEqualTo(31L);
        assertThat(body(answer).path("message").asText())
                .isEqualTo(
                        "The board waits: the machine manufacturer has not activated it yet. Asking again at 11:00:30.");
    }

    @Test
    void boardWithoutAnUplinkWaitsToo() throws Exception {
        Exchange answer =
                firstBoot(TestBoards.waiting(DeviceState.WAITING_UPLINK, "No uplink.", TestBoards.NOW.minusSeconds(1)));

        assertThat(status(answer)).isEqualTo(202);
        assertThat(body(answer).path("message").asText()).isEqualTo("No uplink. Asking now.");
        assertThat(answer.getMessage().getHeader("Retry-After")).isEqualTo(2L);
    }

    @Test
    void refusedBoardIsNotOurs() throws Exception {
        Exchange answer = firstBoot(
                TestBoards.waiting(DeviceState.REFUSED, "Not accepted (401002).", TestBoards.NOW.plusSeconds(60)));

        assertProblem(answer, 403, "Not accepted (401002). Asking again at 11:01:00.");
    }

    @Test
    void boardThatCannotGetAHubSaysWhoMustAct() throws Exception {
        Exchange answer =
                firstBoot(TestBoards.waiting(DeviceState.FAILED, "No hub (400208).", TestBoards.NOW.plusSeconds(60)));

        assertProblem(answer, 502, "No hub (400208). Asking again at 11:01:00.");
    }

    @Test
    void boardWithABrokenIdentityFileSaysSo() throws Exception {
        HostedBoard broken = new TestBoards.Still(
                TestBoards.status(
                        DeviceState.FAILED, "The file is open to others.", Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.of("open"));

        assertProblem(firstBoot(broken), 409, "The file is open to others.");
    }

    @Test
    void missingTokenIsAProblemAndNothingOfTheRequestComesBack() throws Exception {
        start(TestBoards.connected(new ScriptedAzure.Session()));

        Exchange answer = template.request(BoardRoutes.FIRST_BOOT, exchange -> {
            exchange.getMessage().setHeader("guid", ApiCases.GUID);
            exchange.getMessage().setHeader("Authorization", "Basic c2VjcmV0");
        });

        assertProblem(answer, 401, "Send the board's own token as 'Authorization: Bearer …'.");
        assertThat(answer.getMessage().getHeaders()).doesNotContainKeys("Authorization", "guid");
        assertThat(answer.getMessage().getHeader("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void assignmentThatIsNotThereYetIsAProblemWithTheReason() throws Exception {
        ApiCases cases =
                start(TestBoards.waiting(DeviceState.WAITING_ACTIVATION, "Waits.", TestBoards.NOW.plusSeconds(30)));

        assertProblem(ask(BoardRoutes.ASSIGNMENT, cases.boardToken()), 404, "Waits. Asking again at 11:00:30.");
    }

    @Test
    void adminSeesBoardsAndFilesThatAreNone() throws Exception {
        ApiCases cases = start(TestBoards.connected(new ScriptedAzure.Session()));

        JsonNode list = body(ask(BoardRoutes.LIST, cases.adminToken()));

        assertThat(list.at("/boards/0/guid").asText()).isEqualTo(ApiCases.GUID);
        assertThat(list.at("/filesNotTaken/0/file").asText()).isEqualTo("broken.pem");
    }

    private Exchange firstBoot(HostedBoard board) throws Exception {
        return ask(BoardRoutes.FIRST_BOOT, start(board).boardToken());
    }

    private ApiCases start(HostedBoard board) throws Exception {
        ApiCases cases = new ApiCases(data);
        CamelContext context = context();
        context.addRoutesConfigurations(new AnswerAsProblem());
        Gatekeeper gatekeeper = cases.gatekeeper(board);
        context.addRoutes(new BoardRoutes(
                new FirstBootDesk(gatekeeper, ApiCases.view()),
                new ListDesk(gatekeeper, new OneBoard(Optional.of(board)), ApiCases.view())));
        context.start();
        return cases;
    }

    private Exchange ask(String route, String token) {
        return template.request(route, exchange -> {
            exchange.getMessage().setHeader("guid", ApiCases.GUID);
            exchange.getMessage().setHeader("Authorization", "Bearer " + token);
        });
    }

    private static void assertProblem(Exchange answer, int status, String detail) throws Exception {
        assertThat(status(answer)).isEqualTo(status);
        assertThat(answer.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/problem+json");
        assertThat(body(answer).path("status").asInt()).isEqualTo(status);
        assertThat(body(answer).path("detail").asText()).isEqualTo(detail);
    }

    private static int status(Exchange answer) {
        return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    private static JsonNode body(Exchange answer) throws Exception {
        return JSON.readTree(answer.getMessage().getBody(String.class));
    }
}
