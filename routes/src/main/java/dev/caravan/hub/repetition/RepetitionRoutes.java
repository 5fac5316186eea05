package dev.caravan.hub.repetition;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.RequestKeys;

/** Forgets requests that are older than a day. */
public final class RepetitionRoutes extends RouteBuilder {

    private final RequestKeys keys;

    public RepetitionRoutes(RequestKeys keys) {
        this.keys = keys;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.forget-requests}}").routeId("forget-requests")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .process(look -> keys.forget());
        // @formatter:on
    }
}
