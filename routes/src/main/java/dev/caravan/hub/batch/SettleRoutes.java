package dev.caravan.hub.batch;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.batch.BatchCompleter;
import dev.caravan.batch.BatchEnd;
import dev.caravan.hub.failure.FailurePolicies;

/** Takes the id of a batch of which a chunk is done; writes its report when that was the last one, or its alarm. */
public final class SettleRoutes extends RouteBuilder {

    private final BatchCompleter completer;

    public SettleRoutes(BatchCompleter completer) {
        this.completer = completer;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.settled}}").routeId("settle-batch")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .transform().body(String.class, completer::complete)
            .filter(simple("${body.isPresent}"))
                .transform(simple("${body.get}"))
                .choice()
                    .when(body().isInstanceOf(BatchEnd.Alarm.class))
                        .log(LoggingLevel.ERROR, "dev.caravan.hub", "${body.message}")
                    .otherwise()
                        .log(LoggingLevel.INFO, "dev.caravan.hub", "${body.message}");
        // @formatter:on
    }
}
