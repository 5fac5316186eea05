package dev.caravan.hub.chunk;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.failure.FailurePolicies;
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
        var again = getContext().createProducerTemplate();
        // @formatter:off
        from("{{caravan.endpoint.sweep}}").routeId("sweep-now-and-then")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .to(SWEEP);

        from(SWEEP).routeId("sweep")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .setBody(sweep -> sweeper.halfRead())
                .split(body()).to("{{caravan.endpoint.read}}").end()
            .process(sweep -> queue(again, Stage.CERTIFY))
            .process(sweep -> queue(again, Stage.ENROLL))
            .process(sweep -> queue(again, Stage.DELIVER))
            .setBody(sweep -> sweeper.atTheirEnd())
                .split(body()).to("{{caravan.endpoint.settled}}").end()
            .process(sweep -> upkeep.run());
        // @formatter:on

        waiting(Stage.CERTIFY, "{{caravan.endpoint.certify}}");
        waiting(Stage.ENROLL, "{{caravan.endpoint.enroll}}");
        waiting(Stage.DELIVER, "{{caravan.endpoint.deliver}}");
    }

    private void waiting(Stage stage, String queue) {
        // @formatter:off
        from(again(stage)).routeId("queue-again-" + stage)
            .errorHandler(noErrorHandler())
            .marshal().json()
            .to(queue);
        // @formatter:on
    }

    private static String again(Stage stage) {
        return "direct:queue-again-" + stage;
    }

    private void queue(ProducerTemplate again, Stage stage) {
        for (var chunk : sweeper.waitingFor(stage)) {
            try {
                again.sendBody(again(stage), chunk);
            } catch (RuntimeException unsent) {
                sweeper.taken(chunk, stage);
                throw unsent;
            }
        }
    }
}
