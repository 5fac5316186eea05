package dev.caravan.hub.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.EndpointInject;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.chunk.SweepRoutes;
import dev.caravan.ledger.BoardsInReach;
import dev.caravan.ledger.Retries;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.progress.BatchProblems;
import dev.caravan.progress.Pace;

import static org.assertj.core.api.Assertions.assertThat;

class RetryRoutesTest extends CamelTestSupport {

    private static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    @TempDir
    private Path folder;

    @EndpointInject("mock:sweep")
    private MockEndpoint sweep;

    private SeededLedger ledger;

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        ledger = new SeededLedger(folder.resolve("ledger.db"));
        var sweepingUp = new RouteBuilder() {
            @Override
            public void configure() {
                from(SweepRoutes.SWEEP).to("mock:sweep");
            }
        };
        var pace = new Pace(ledger.batches, Clock.systemUTC(), System::nanoTime);
        var retries = new Retries(ledger.database, 500);
        return new RoutesBuilder[] {
            new Problems(),
            sweepingUp,
            new RetryRoutes(
                    retries,
                    new BoardQueries(
                            new BoardsInReach(ledger.database),
                            ledger.batches,
                            new BatchProblems(ledger.chunks, Optional::empty, Optional::empty),
                            pace))
        };
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void retriedBatchIsWorkedAtOnce() throws Exception {
        parked();
        sweep.expectedMessageCount(1);

        var answer = retry(RetryRoutes.RETRY_BATCH, "id", "line-7");

        assertThat(answer.path("boards").asInt()).isEqualTo(1);
        assertThat(answer.path("detail").asText())
                .isEqualTo("1 parked board(s) of batch 'line-7' are worked again; the report is amended when they are"
                        + " done");
        sweep.assertIsSatisfied();
    }

    @Test
    void batchWithNothingToRetrySaysSo() throws Exception {
        ledger.atItsEnd("line-7", GUID);

        assertThat(retry(RetryRoutes.RETRY_BATCH, "id", "line-7").path("detail").asText())
                .isEqualTo(
                        "Nothing was changed: no board of batch 'line-7' is parked and could be retried, and it is not"
                                + " stopped");
        assertThat(retry(RetryRoutes.RETRY_BATCH, "id", "line-8").path("type").asText())
                .isEqualTo("urn:caravan:problem:unknown-batch");
    }

    @Test
    void retriedBoardIsAnsweredAsItIsNow() throws Exception {
        parked();

        assertThat(retry(RetryRoutes.RETRY_BOARD, "guid", GUID).path("state").asText())
                .isEqualTo("CERTIFIED");
        assertThat(retry(RetryRoutes.RETRY_BOARD, "guid", GUID).path("state").asText())
                .as("a second retry leaves it there")
                .isEqualTo("CERTIFIED");
    }

    @Test
    void boardOfAStoppedBatchPointsToTheBatch() throws Exception {
        parked();
        ledger.batches.stop("line-7", "DPS has a board enabled");

        var problem = retry(RetryRoutes.RETRY_BOARD, "guid", GUID);

        assertThat(problem.path("status").asInt()).isEqualTo(409);
        assertThat(problem.path("detail").asText()).contains("batch 'line-7' was stopped", "/api/v1/batches/line-7");
    }

    private JsonNode retry(String route, String name, String value) throws Exception {
        return new ObjectMapper()
                .readTree(template.request(route, request -> {
                            LetIn.operator(request);
                            request.getMessage().setHeader(name, value);
                        })
                        .getMessage()
                        .getBody(String.class));
    }

    private void parked() {
        var chunk = ledger.certified("line-7", GUID);
        var claim = ledger.chunks.claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards.settled(claim, List.of(new Settled.Parked(new BoardGuid(GUID), "DPS says no")));
        ledger.chunks.advance(claim);
        ledger.chunks.advance(ledger.chunks.claim(chunk, Stage.DELIVER).orElseThrow());
    }
}
