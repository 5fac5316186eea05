package dev.caravan.hub.reconciliation;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.failure.TurnFailed;
import dev.caravan.reconciliation.Nightly;

/** Looks every minute whether the nightly reconciliation is due, and begins it. A look that fails is made up by the next. */
public final class NightlyRoutes extends RouteBuilder {

    private final Nightly nightly;
    private final RunThread thread;

    public NightlyRoutes(Nightly nightly, RunThread thread) {
        this.nightly = nightly;
        this.thread = thread;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.nightly}}").routeId("reconcile-nightly")
            .onException(Exception.class)
                .handled(true)
                .process(new TurnFailed("the nightly reconciliation could not begin"))
            .end()
            .filter(look -> nightly.due())
                .setBody(look -> thread.reconcile(false, null))
                .filter(simple("${body.isPresent}"))
                    .log(LoggingLevel.INFO, "dev.caravan.hub", "nightly reconciliation ${body.get.id} has begun");
        // @formatter:on
    }
}
