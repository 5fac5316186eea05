package dev.caravan.hub.audit;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.audit.Checkpoints;

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
                .log(LoggingLevel.WARN, "dev.caravan.hub",
                    "no audit checkpoint could be written, the next minute tries again: ${exception.message}")
            .end()
            .process(time -> checkpoints.write());
        // @formatter:on
    }
}
