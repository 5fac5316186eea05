package dev.caravan.hub.api;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.DpsFailures;
import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.BoardsInReach;
import dev.caravan.progress.BatchProblems;
import dev.caravan.progress.Pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A route of the API as the REST DSL calls it, without a server. */
class ApiRoutesTest extends CamelTestSupport {

    private static final String BODY = "{\"iotHub\":\"plant-a.azure-devices.net\"}";

    @TempDir
    private Path folder;

    private SeededLedger ledger;
    private Supplier<ActivationOutcome> activator = () -> new Activated(board(), true);

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        ledger = new SeededLedger(folder.resolve("ledger.db"));
        ledger.enrolled("line-7", ActivationCallsTest.GUID);
        var calls = new ActivationCalls(
                (guid, asked, version, by, reason) -> activator.get(),
                (guid, asked, version, by, reason) -> {
                    throw new AssertionError("nobody may be asked");
                },
                ActivationCallsTest.preparer());
        var pace = new Pace(ledger.batches, Clock.systemUTC(), System::nanoTime);
        return new RoutesBuilder[] {
            new Problems(),
            new AnswerRoutes(
                    new BoardQueries(
                            new BoardsInReach(ledger.database),
                            ledger.batches,
                            new BatchProblems(ledger.chunks, Optional::empty, Optional::empty),
                            pace),
                    calls)
        };
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void answerIsJsonWithTheEtagAndNoHeaderOfTheRequest() throws Exception {
        var answer = put(BODY);

        assertThat(answer.getHeaders())
                .containsOnly(Map.entry(Exchange.CONTENT_TYPE, "application/json"), Map.entry("ETag", "\"4\""));
        assertThat(json(answer).at("/board/guid").asText()).isEqualTo(ActivationCallsTest.GUID);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        DpsFailures.throttled(Duration.ofSeconds(42)),
                        503,
                        "dps-unavailable",
                        42L,
                        "Nothing was changed"),
                arguments(
                        DpsFailures.inTrouble(Duration.ofSeconds(2)),
                        503,
                        "dps-unavailable",
                        2L,
                        "may have been carried out"),
                arguments(DpsFailures.throttled(Duration.ZERO), 503, "dps-unavailable", 1L, "same request"),
                arguments(DpsFailures.unreachable(), 503, "dps-unavailable", 30L, "Nothing was changed"),
                arguments(DpsFailures.down(Duration.ofSeconds(15)), 503, "dps-unavailable", 15L, "Nothing was changed"),
                arguments(DpsFailures.unknownOutcome(), 503, "dps-unavailable", 30L, "finds out by itself"),
                arguments(DpsFailures.refused(), 502, "dps-refuses", null, "DPS refuses the request"),
                arguments(DpsFailures.accessDenied(), 502, "dps-refuses", null, "operator"),
                arguments(new IllegalStateException("secret inside"), 500, "internal", null, "its log says why"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureIsAProblemThatSaysWhatTheCallerDoesNext(
            RuntimeException failure, int status, String type, Long retryAfter, String words) throws Exception {
        activator = () -> {
            throw failure;
        };

        var answer = put(BODY);

        assertThat(answer.getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
        assertThat(answer.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/problem+json");
        assertThat(answer.getHeader("Retry-After")).isEqualTo(retryAfter);
        assertThat(answer.getHeader("guid")).isNull();
        var problem = json(answer);
        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:" + type);
        assertThat(problem.path("detail").asText()).contains(words).doesNotContain("secret inside");
    }

    @Test
    void requestWithoutABodyIsRefusedBeforeAnythingIsAsked() throws Exception {
        activator = () -> {
            throw new AssertionError("nobody may be asked");
        };

        var answer = put(null);

        assertThat(answer.getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(400);
        assertThat(json(answer).path("detail").asText()).contains("empty");
    }

    @Test
    void messageThatNobodyHasLetInIsNotAnswered() throws Exception {
        var answer = template.request(
                        "direct:board", request -> request.getMessage().setHeader("guid", ActivationCallsTest.GUID))
                .getMessage();

        assertThat(answer.getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(500);
        assertThat(answer.getBody(String.class)).doesNotContain(ActivationCallsTest.GUID);
    }

    private Message put(String body) {
        return template.request("direct:activation", request -> {
                    LetIn.operator(request);
                    request.getMessage().setBody(body);
                    request.getMessage().setHeader("guid", ActivationCallsTest.GUID);
                })
                .getMessage();
    }

    private static dev.caravan.board.Board board() {
        return ActivationCallsTest.board(BoardState.ACTIVATED, null);
    }

    private static JsonNode json(Message answer) throws Exception {
        return new ObjectMapper().readTree(answer.getBody(String.class));
    }
}
