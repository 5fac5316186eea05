package dev.caravan.hub.callback;

import java.time.Duration;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.ledger.Deliveries;

/** Looks every second which subscriptions want to be told of something, and every hour what may be forgotten. */
public final class CallbackRoutes extends RouteBuilder {

    private static final Duration KEPT = Duration.ofDays(30);

    private final CourierThreads threads;
    private final Deliveries deliveries;

    public CallbackRoutes(CourierThreads threads, Deliveries deliveries) {
        this.threads = threads;
        this.deliveries = deliveries;
    }

    @Override
    public void configure() {
        // @formatter:off
        onException(Exception.class)
            .handled(true)
            .log(LoggingLevel.DEBUG, "dev.caravan.hub", "no look at the subscriptions: ${exception.message}");

        from("{{caravan.endpoint.callback}}").routeId("send-out-events")
            .process(look -> threads.sendOut());

        from("{{caravan.endpoint.forget}}").routeId("forget-deliveries")
            .process(look -> deliveries.forget(KEPT));
        // @formatter:on
    }
}
