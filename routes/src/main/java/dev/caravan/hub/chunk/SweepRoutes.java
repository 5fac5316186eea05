package dev.caravan.hub.chunk;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.FailurePolicies;
import dev.caravan.ledger.Stage;

/** Queues, at start and every 30 s, what the ledger says is unfinished: so losing every queue loses nothing. */
public final class SweepRoutes extends RouteBuilder {

    /** Takes any message; sends one pointer for each unfinished thing. */
    public static final String SWEEP = "direct:sweep";

    private final Sweeper sweeper;
    private final Runnable upkeep;

    /** @param upkeep what else is to be done now and then, such as a look at activations that a crash has cut off */
    public SweepRoutes(Sweeper sweeper, Runnable upkeep) {
        this.sweeper = sweeper;
        this.upkeep = upkeep;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.sweep}}").routeId("sweep-now-and-then")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .to(SWEEP);

        from(SWEEP).routeId("sweep")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .setBody(sweep -> sweeper.halfRead())
                .split(body()).to("{{caravan.endpoint.read}}").end()
            .setBody(sweep -> sweeper.waitingFor(Stage.CERTIFY))
                .split(body()).marshal().json().to("{{caravan.endpoint.certify}}").end()
            .setBody(sweep -> sweeper.waitingFor(Stage.ENROLL))
                .split(body()).marshal().json().to("{{caravan.endpoint.enroll}}").end()
            .setBody(sweep -> sweeper.waitingFor(Stage.DELIVER))
                .split(body()).marshal().json().to("{{caravan.endpoint.deliver}}").end()
            .setBody(sweep -> sweeper.atTheirEnd())
                .split(body()).to("{{caravan.endpoint.settled}}").end()
            .process(sweep -> upkeep.run());
        // @formatter:on
    }
}
