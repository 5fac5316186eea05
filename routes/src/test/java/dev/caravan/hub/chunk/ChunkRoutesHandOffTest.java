package dev.caravan.hub.chunk;

import java.util.Properties;

import org.apache.camel.EndpointInject;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.ChunkOutcome.Advanced;
import dev.caravan.ledger.Stage;

import static org.assertj.core.api.Assertions.assertThat;

/** What one stage sends to the next is a pointer as JSON, and a next queue that fails loses nothing of the work. */
class ChunkRoutesHandOffTest extends CamelTestSupport {

    @EndpointInject("mock:settled")
    private MockEndpoint settled;

    private int delivered;

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {
            new FailurePolicies(),
            new ChunkRoutes(
                    chunk -> new Advanced(chunk, Stage.ENROLL), chunk -> new Advanced(chunk, Stage.DELIVER), chunk -> {
                        delivered++;
                        return new Advanced(chunk, Stage.DONE);
                    })
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

    @Test
    void chunkRunsThroughAllStagesToTheSettlementOfItsBatch() throws Exception {
        settled.expectedBodiesReceived("line-7");

        template.sendBody("direct:certify-queue", "{\"batch\":\"line-7\",\"number\":0}");

        settled.assertIsSatisfied();
    }

    @Test
    void queueThatFailsOnceIsSentToAgainWithoutWorkingTheChunkAgain() throws Exception {
        settled.whenExchangeReceived(1, sent -> {
            throw new IllegalStateException("the broker is away");
        });
        settled.expectedBodiesReceived("line-7", "line-7");

        template.sendBody("direct:deliver-queue", "{\"batch\":\"line-7\",\"number\":0}");

        settled.assertIsSatisfied();
        assertThat(delivered).isEqualTo(1);
    }
}
