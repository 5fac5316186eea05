package dev.caravan.hub.chunk;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.EndpointInject;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.failure.FailurePolicies;

import static org.assertj.core.api.Assertions.assertThat;

class SweepRoutesTest extends CamelTestSupport {

    @TempDir
    private Path folder;

    @EndpointInject("mock:read")
    private MockEndpoint read;

    @EndpointInject("mock:certify")
    private MockEndpoint certify;

    @EndpointInject("mock:enroll")
    private MockEndpoint enroll;

    @EndpointInject("mock:deliver")
    private MockEndpoint deliver;

    @EndpointInject("mock:settled")
    private MockEndpoint settled;

    private final AtomicInteger settlements = new AtomicInteger();
    private Runnable settleActivations = settlements::incrementAndGet;
    private SeededLedger ledger;

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        ledger = new SeededLedger(folder.resolve("ledger.db"));
        var sweeper = new Sweeper(ledger.batches, ledger.chunks, ledger.readings, System::nanoTime);
        return new RoutesBuilder[] {new FailurePolicies(), new SweepRoutes(sweeper, () -> settleActivations.run())};
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        var properties = new Properties();
        for (var queue : new String[] {"read", "certify", "enroll", "deliver", "settled"}) {
            properties.setProperty("caravan.endpoint." + queue, "mock:" + queue);
        }
        properties.setProperty("caravan.endpoint.sweep", "direct:now");
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void whatIsUnfinishedIsQueuedWhereItStopped() throws Exception {
        ledger.halfRead("half-read");
        ledger.accepted("accepted", "00000000-0000-4000-8000-000000000001");
        ledger.certified("certified", "00000000-0000-4000-8000-000000000002");
        ledger.enrolled("enrolled", "00000000-0000-4000-8000-000000000003");
        ledger.atItsEnd("at-its-end", "00000000-0000-4000-8000-000000000004");
        read.expectedBodiesReceived("half-read");
        settled.expectedBodiesReceived("at-its-end");

        template.sendBody("direct:now", null);

        MockEndpoint.assertIsSatisfied(context);
        assertThat(text(certify)).isEqualTo("{\"batch\":\"accepted\",\"number\":0}");
        assertThat(text(enroll)).isEqualTo("{\"batch\":\"certified\",\"number\":0}");
        assertThat(text(deliver)).isEqualTo("{\"batch\":\"enrolled\",\"number\":0}");
        assertThat(settlements).hasValue(1);
    }

    @Test
    void finishedBatchesAreLeftAlone() throws Exception {
        ledger.atItsEnd("complete", "00000000-0000-4000-8000-000000000005");
        ledger.batches.completed("complete", 1, 1);
        for (var queue : new MockEndpoint[] {read, certify, enroll, deliver, settled}) {
            queue.expectedMessageCount(0);
        }

        template.sendBody("direct:now", null);

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void stoppedBatchIsSettledForItsAlarmButNotWorked() throws Exception {
        ledger.certified("stopped", "00000000-0000-4000-8000-000000000006");
        ledger.batches.stop("stopped", "DPS stored 'enabled'");
        enroll.expectedMessageCount(0);
        settled.expectedBodiesReceived("stopped");

        template.sendBody("direct:now", null);

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void unreachableDpsKeepsActivationsForLaterAndNothingElseFromBeingQueued() throws Exception {
        ledger.atItsEnd("at-its-end", "00000000-0000-4000-8000-000000000007");
        settleActivations = () -> {
            settlements.incrementAndGet();
            throw new IllegalStateException("DPS cannot be reached");
        };
        settled.expectedBodiesReceived("at-its-end");

        template.sendBody("direct:now", null);

        MockEndpoint.assertIsSatisfied(context);
        assertThat(settlements).hasValue(3);
    }

    @Test
    void queueThatIsAwayForAMomentIsSentToAgain() throws Exception {
        ledger.accepted("accepted", "00000000-0000-4000-8000-000000000008");
        certify.whenExchangeReceived(1, sent -> {
            throw new IllegalStateException("the broker is away");
        });
        certify.expectedMessageCount(2);

        template.sendBody("direct:now", null);

        MockEndpoint.assertIsSatisfied(context);
        assertThat(settlements).hasValue(1);
    }

    private static String text(MockEndpoint queue) {
        assertThat(queue.getReceivedCounter()).isEqualTo(1);
        return queue.getExchanges().get(0).getMessage().getBody(String.class);
    }
}
