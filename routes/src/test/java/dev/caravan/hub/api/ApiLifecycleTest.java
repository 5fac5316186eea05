package dev.caravan.hub.api;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static dev.caravan.hub.RunningHub.problem;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiLifecycleTest {

    private static final Principal KRONE = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone"));

    private final RunningHub hub;

    ApiLifecycleTest(RunningHub hub) {
        this.hub = hub;
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return hub.send(hub.request(KRONE, "/api/v1/boards/" + RunningHub.OF_KRONE + path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    @Test
    void reasonIsRequiredOfEveryChange() throws Exception {
        for (var answer : new HttpResponse<?>[] {
            ask("DELETE", "/activation", ""),
            ask("DELETE", "/activation?reason=%20", ""),
            ask("POST", "/decommission", "{\"reason\": \"line\\nbreak\"}"),
            ask("POST", "/decommission", "{\"reason\": \"" + "x".repeat(501) + "\"}")
        }) {
            assertThat(answer.body().toString()).contains("'reason' is required: 1 to 500 characters");
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void boardThatIsNotActivatedCannotBeDeactivatedAndTheAnswerSaysWhy() throws Exception {
        var problem = problem(ask("DELETE", "/activation?reason=stolen", ""), 409);

        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:not-now");
        assertThat(problem.path("detail").asText())
                .isEqualTo("Nothing was changed: the board is ENROLLED; only an ACTIVATED or REGISTERED board can be"
                        + " deactivated");
    }

    @Test
    void boardThatIsNotInServiceIsNotRolledAndTheAnswerSaysWhatToDoInstead() throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards/" + RunningHub.OF_KRONE + "/identity-roll")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\": \"ends next year\"}")));

        assertThat(problem(answer, 409).path("detail").asText())
                .contains("the board is ENROLLED; only the certificate of an ACTIVATED or REGISTERED board is rolled")
                .contains(RunningHub.OF_KRONE + "/identity-reissue");
    }

    @Test
    void boardOfAnotherThatIsToTakeOverDoesNotExist() throws Exception {
        var answer = ask("POST", "/replacement", "{\"by\": \"" + RunningHub.OF_LEMKEN + "\", \"reason\": \"broken\"}");

        assertThat(problem(answer, 404).path("detail").asText()).contains(RunningHub.OF_LEMKEN);
    }

    @Test
    void versionThatWasOvertakenIsRefused() throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards/" + RunningHub.OF_KRONE + "/activation?reason=stolen")
                .header("If-Match", "\"99\"")
                .DELETE());

        assertThat(problem(answer, 412).path("type").asText()).endsWith("other-version");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT    | /activation       | {"iotHub": "plant-a.azure-devices.net"}
            DELETE | /activation?reason=x | ''
            PUT    | /consignee        | {"consignee": "krone"}
            POST   | /retries          | ''
            POST   | /replacement      | {"by": "3f2504e0-4f89-41d3-9a0c-00000000bbbb", "reason": "x"}
            POST   | /decommission     | {"reason": "x"}
            POST   | /revocation       | {"revocation": "keyCompromise", "reason": "x"}
            POST   | /identity-reissue | {"reason": "x"}
            POST   | /handover         | {"consignee": "lemken", "reason": "x"}""")
    void whoeverNamesAnotherVersionChangesNothingAndIsToldThePresentOne(String method, String path, String body)
            throws Exception {
        var board = hub.get("/api/v1/boards/" + RunningHub.OF_KRONE);
        var request = hub.request("/api/v1/boards/" + RunningHub.OF_KRONE + path)
                .header("If-Match", "\"99\"")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        var answer = hub.send(body.isEmpty() ? request : request.header("Content-Type", "application/json"));

        assertThat(problem(answer, 412).path("type").asText()).isEqualTo("urn:caravan:problem:other-version");
        assertThat(answer.headers().firstValue("ETag"))
                .isPresent()
                .isEqualTo(board.headers().firstValue("ETag"));
        assertThat(hub.get("/api/v1/boards/" + RunningHub.OF_KRONE).body()).isEqualTo(board.body());
    }
}
