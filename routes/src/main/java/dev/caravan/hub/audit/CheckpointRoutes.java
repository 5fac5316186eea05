package dev.caravan.hub.audit;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.audit.Checkpoints;
import dev.caravan.hub.failure.TurnFailed;

/** Writes a checkpoint when it is time. One that fails is made up by the next; until then the operator is told. */
public final class CheckpointRoutes extends RouteBuilder {

    private final Checkpoints checkpoints;

    public CheckpointRoutes(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.checkpoint}}").routeId("write-checkpoint")
            .onException(Exception.class)
                .handled(true)
                .process(new TurnFailed("no audit checkpoint could be written, the next minute tries again"))
            .end()
            .process(time -> checkpoints.write());
        // @formatter:on
    }
}
