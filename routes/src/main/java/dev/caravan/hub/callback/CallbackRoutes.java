package dev.caravan.hub.callback;

import java.time.Duration;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.ledger.Deliveries;
import dev.caravan.ledger.Standing;

/**
 * Looks every second which subscriptions want to be told of something, those first whose owner may not come in any more, and
 * every hour what may be forgotten.
 */
public final class CallbackRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackRoutes.class);
    private static final Duration KEPT = Duration.ofDays(30);

    private final CourierThreads threads;
    private final Deliveries deliveries;
    private final Standing standing;

    public CallbackRoutes(CourierThreads threads, Deliveries deliveries, Standing standing) {
        this.threads = threads;
        this.deliveries = deliveries;
        this.standing = standing;
    }

    @Override
    public void configure() {
        // @formatter:off
        onException(Exception.class)
            .handled(true)
            .log(LoggingLevel.DEBUG, "dev.caravan.hub", "no look at the subscriptions: ${exception.message}");

        from("{{caravan.endpoint.callback}}").routeId("send-out-events")
            .process(look -> withdraw())
            .process(look -> threads.sendOut());

        from("{{caravan.endpoint.forget}}").routeId("forget-deliveries")
            .process(look -> deliveries.forget(KEPT));
        // @formatter:on
    }

    private void withdraw() {
        standing.withdraw().forEach(subscription -> LOG.atWarn()
                .addKeyValue("subscription", subscription)
                .log("disabled: its owner has no valid key any more"));
    }
}
