package dev.caravan.hub.chunk;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.ChunkOutcome.Advanced;
import dev.caravan.ledger.ChunkOutcome.Stopped;
import dev.caravan.ledger.ChunkRef;

/**
 * Takes a chunk from stage to stage: certify, enroll, deliver; then its batch is settled, perhaps. A message is a {@link
 * ChunkRef} as JSON, to settled the batch's id; it is a hint, not a duty: the step claims the chunk in the ledger first, and a message that is lost, late or double changes
 * nothing.
 */
public final class ChunkRoutes extends RouteBuilder {

    private final ChunkStep certify;
    private final ChunkStep enroll;
    private final ChunkStep deliver;

    public ChunkRoutes(ChunkStep certify, ChunkStep enroll, ChunkStep deliver) {
        this.certify = certify;
        this.enroll = enroll;
        this.deliver = deliver;
    }

    @Override
    public void configure() {
        stage("certify-chunk", "{{caravan.endpoint.certify}}", certify, "{{caravan.endpoint.enroll}}");
        stage("enroll-chunk", "{{caravan.endpoint.enroll}}", enroll, "{{caravan.endpoint.deliver}}");
        stage("deliver-chunk", "{{caravan.endpoint.deliver}}", deliver, "direct:last-stage-done");

        // @formatter:off
        from("direct:last-stage-done").routeId("last-stage-done")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .unmarshal().json(ChunkRef.class)
            .transform().body(ChunkRef.class, ChunkRef::batch)
            .to("{{caravan.endpoint.settled}}");
        // @formatter:on
    }

    private void stage(String id, String waiting, ChunkStep step, String next) {
        // @formatter:off
        from(waiting).routeId(id)
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .unmarshal().json(ChunkRef.class)
            .transform().body(ChunkRef.class, step::work)
            .choice()
                .when(body().isInstanceOf(Advanced.class))
                    .transform().body(Advanced.class, Advanced::chunk)
                    .marshal().json()
                    .to(next)
                .when(body().isInstanceOf(Stopped.class))
                    .transform().body(Stopped.class, stopped -> stopped.chunk().batch())
                    .to("{{caravan.endpoint.settled}}");
        // @formatter:on
    }
}
