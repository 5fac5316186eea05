package dev.caravan.hub.registration;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.activation.TwinCatchUp;
import dev.caravan.hub.failure.TurnFailed;
import dev.caravan.registration.Lookout;

/**
 * Looks, a round every second or so, whether activated boards have registered, and at twins that may be of before. What a
 * round leaves out, a later one finds.
 */
public final class FirstBootRoutes extends RouteBuilder {

    private final Lookout lookout;
    private final TwinCatchUp catchUp;

    public FirstBootRoutes(Lookout lookout, TwinCatchUp catchUp) {
        this.lookout = lookout;
        this.catchUp = catchUp;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.first-boots}}").routeId("look-for-first-boots")
            .onException(Exception.class)
                .handled(true)
                .process(new TurnFailed("no look for first boots"))
            .end()
            .process(look -> lookout.look())
            .process(look -> catchUp.work());
        // @formatter:on
    }
}
