package dev.caravan.hub.chunk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;

import org.apache.camel.EndpointInject;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.TransientDataAccessResourceException;

import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkOutcome.Advanced;
import dev.caravan.ledger.ChunkOutcome.Deferred;
import dev.caravan.ledger.ChunkOutcome.NotOurs;
import dev.caravan.ledger.ChunkOutcome.Stopped;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Stage;

import static org.assertj.core.api.Assertions.assertThat;

/** The queues are direct endpoints: a message is worked when it is sent, and a failure would come back to the sender. */
class ChunkRoutesTest extends CamelTestSupport {

    private static final ChunkRef CHUNK = new ChunkRef("line-7~2", 17);
    private static final String POINTER = "{\"batch\":\"line-7~2\",\"number\":17}";

    @EndpointInject("mock:settled")
    private MockEndpoint settled;

    private final List<String> worked = new ArrayList<>();
    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private ChunkOutcome outcome = new NotOurs(CHUNK);

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {
            new FailurePolicies(), new ChunkRoutes(step("certify"), step("enroll"), step("deliver"))
        };
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        var properties = new Properties();
        properties.setProperty("caravan.endpoint.certify", "direct:certify-queue");
        properties.setProperty("caravan.endpoint.enroll", "direct:enroll-queue");
        properties.setProperty("caravan.endpoint.deliver", "direct:deliver-queue");
        properties.setProperty("caravan.endpoint.settled", "mock:settled");
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    private ChunkStep step(String name) {
        return chunk -> {
            worked.add(name + " " + chunk.number() + " of " + chunk.batch());
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
            return name.equals("certify") || !(outcome instanceof Advanced) ? outcome : new NotOurs(chunk);
        };
    }

    @Test
    void advancedChunkIsHandedToTheNextStage() {
        outcome = new Advanced(CHUNK, Stage.ENROLL);

        template.sendBody("direct:certify-queue", POINTER);

        assertThat(worked).containsExactly("certify 17 of line-7~2", "enroll 17 of line-7~2");
    }

    @Test
    void lastStageHandsTheBatchToItsSettlement() throws Exception {
        settled.expectedBodiesReceived("line-7~2");

        template.sendBody("direct:last-stage-done", POINTER);

        settled.assertIsSatisfied();
    }

    @Test
    void stoppedBatchGoesToItsSettlementForTheAlarmAndNoFurther() throws Exception {
        outcome = new Stopped(CHUNK);
        settled.expectedBodiesReceived("line-7~2");

        template.sendBody("direct:enroll-queue", POINTER);

        settled.assertIsSatisfied();
        assertThat(worked).containsExactly("enroll 17 of line-7~2");
    }

    @Test
    void throttledOrUnreachableChunkEndsHereBecauseTheLedgerKnowsWhenItIsDue() throws Exception {
        outcome = new Deferred(CHUNK, "DPS throttles (429)");
        settled.expectedMessageCount(0);

        template.sendBody("direct:enroll-queue", POINTER);

        settled.assertIsSatisfied();
        assertThat(worked).containsExactly("enroll 17 of line-7~2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct:certify-queue", "direct:enroll-queue", "direct:deliver-queue"})
    void chunkOfAnotherWorkerEndsHereInEveryStage(String queue) throws Exception {
        outcome = new NotOurs(CHUNK);
        settled.expectedMessageCount(0);

        template.sendBody(queue, POINTER);

        settled.assertIsSatisfied();
        assertThat(worked).hasSize(1);
    }

    @Test
    void stepThatFailsOnceIsTriedAgainWithTheSameChunk() {
        outcome = new Advanced(CHUNK, Stage.ENROLL);
        failures.add(new TransientDataAccessResourceException("the disk is busy"));

        template.sendBody("direct:certify-queue", POINTER);

        assertThat(worked).containsExactly("certify 17 of line-7~2", "certify 17 of line-7~2", "enroll 17 of line-7~2");
    }

    @Test
    void stepThatKeepsFailingIsTriedThreeTimesAndLeftToTheSweeper() throws Exception {
        for (var failure = 0; failure < 9; failure++) {
            failures.add(new IllegalStateException("unexpected"));
        }
        settled.expectedMessageCount(0);

        template.sendBody("direct:certify-queue", POINTER);

        assertThat(worked).hasSize(3);
        settled.assertIsSatisfied();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{\"batch\":\"b\",\"number\":\"many\"}"})
    void messageThatIsNoPointerIsDroppedWithoutWork(String message) {
        template.sendBody("direct:certify-queue", message);

        assertThat(worked).isEmpty();
    }
}
