package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OneHub.class)
class ApiErrorsTest {

    private static final String ACTIVATION = "/api/v1/boards/" + RunningHub.ENROLLED + "/activation";

    private final RunningHub hub;

    ApiErrorsTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void unknownPathIsAProblemThatNamesIt() throws Exception {
        var problem = RunningHub.problem(hub.get("/api/v1/nothing"), 404);

        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:unknown-path");
        assertThat(problem.path("detail").asText())
                .contains("GET /api/v1/nothing")
                .doesNotContain("resource");
    }

    @Test
    void wrongMethodIsAProblemAndNamesTheRightOnes() throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards").DELETE());

        assertThat(RunningHub.problem(answer, 405).path("detail").asText()).contains("DELETE /api/v1/boards");
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "application/xml"})
    void otherContentThanJsonIsAProblem(String type) throws Exception {
        var answer =
                hub.send(hub.request(ACTIVATION).header("Content-Type", type).PUT(BodyPublishers.ofString("{}")));

        assertThat(RunningHub.problem(answer, 415).path("detail").asText()).contains("Content-Type: application/json");
    }

    @Test
    void callerThatWantsNoJsonIsToldWhatThereIs() throws Exception {
        var answer = hub.send(hub.request("/api/v1/boards").header("Accept", "text/csv"));

        assertThat(RunningHub.problem(answer, 406).path("detail").asText()).contains("application/json");
    }

    @Test
    void bodyAboveTheLimitIsAProblemWhetherItsLengthIsKnownOrNot() throws Exception {
        var tooLarge = json(BodyLimit.BYTES + 1);

        var known = hub.activate(RunningHub.ENROLLED, tooLarge);
        var unknown = hub.send(hub.request(ACTIVATION)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(tooLarge.getBytes(StandardCharsets.UTF_8)))));

        assertThat(RunningHub.problem(known, 413)).isEqualTo(RunningHub.problem(unknown, 413));
    }

    @Test
    void bodyAtTheLimitIsReadWhetherItsLengthIsKnownOrNot() throws Exception {
        var largest = json(BodyLimit.BYTES);

        var known = hub.activate(RunningHub.ENROLLED, largest);
        var unknown = hub.send(hub.request(ACTIVATION)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(largest.getBytes(StandardCharsets.UTF_8)))));

        assertThat(RunningHub.problem(known, 400).at("/errors/0/field").asText())
                .isEqualTo("/tags");
        assertThat(RunningHub.problem(unknown, 400)).isEqualTo(RunningHub.problem(known, 400));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty",
                "null|null",
                "{|no JSON",
                "[]|line 1",
                "{\"iothub\":\"x\"}|iotHub",
                "{\"iotHub\":\"a\",\"iotHub\":\"b\"}|iotHub",
                "{\"iotHub\":\"a\",\"tags\":{\"k\":1,\"k\":2}}|k",
                "{\"iotHub\":\"a\",\"tags\":7}|tags",
                "{\"iotHub\":\"a\"} {}|line 1"
            })
    void bodyThatIsNoRequestIsAProblemThatSaysWhere(String body, String words) throws Exception {
        var problem = RunningHub.problem(hub.activate(RunningHub.ENROLLED, body), 400);

        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:invalid-request");
        assertThat(problem.path("detail").asText()).contains(words).doesNotContain("com.fasterxml", "dev.caravan");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/boards/no-guid|400|'no-guid' must be a GUID",
                "/api/v1/boards/6b0a7b44-0000-4000-8000-000000000000|404|no board 6b0a7b44",
                "/api/v1/boards?after=x|400|'next' of the page before, but is 'x'",
                "/api/v1/boards?sort=colour|400|colour",
                "/api/v1/boards?sort=line|400|together with 'batch'",
                "/api/v1/boards?guid=no-guid|400|no-guid",
                "/api/v1/boards?updatedSince=yesterday|400|yesterday",
                "/api/v1/boards?problem=false|400|'problem' must be true",
                "/api/v1/boards.csv?sort=colour|400|colour",
                "/api/v1/boards?state=SLEEPING|400|SLEEPING",
                "/api/v1/boards?limit=0|400|1 to 1000",
                "/api/v1/boards?limit=1001|400|1 to 1000",
                "/api/v1/boards?limit=many|400|many",
                "/api/v1/batches?state=asleep|400|asleep",
                "/api/v1/batches?after=nowhere|400|nowhere",
                "/api/v1/batches?limit=-1|400|'limit'",
                "/api/v1/batches/not%20here%C3%A4|404|'not hereä'"
            })
    void badQuestionIsAProblemThatNamesTheValue(String path, int status, String words) throws Exception {
        assertThat(RunningHub.problem(hub.get(path), status).path("detail").asText())
                .contains(words);
    }

    @Test
    void versionThatIsNoneIsAProblem() throws Exception {
        var answer = hub.send(hub.request(ACTIVATION)
                .header("Content-Type", "application/json")
                .header("If-Match", "seven")
                .PUT(BodyPublishers.ofString("{\"iotHub\":\"plant-a.azure-devices.net\"}")));

        assertThat(RunningHub.problem(answer, 400).path("detail").asText()).contains("If-Match");
    }

    private static String json(int bytes) {
        var frame = "{\"iotHub\":\"plant-a.azure-devices.net\",\"tags\":{\"k\":\"\"}}";
        return frame.replace("\"\"", "\"" + "x".repeat(bytes - frame.length()) + "\"");
    }
}
