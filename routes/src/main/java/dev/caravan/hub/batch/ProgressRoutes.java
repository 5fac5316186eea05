package dev.caravan.hub.batch;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.progress.Pace;
import dev.caravan.progress.ProgressLines;

/** Looks every few seconds how far the batches are, and says so now and then. A look that fails is made up by the next. */
public final class ProgressRoutes extends RouteBuilder {

    private final Pace pace;
    private final ProgressLines lines;

    public ProgressRoutes(Pace pace, ProgressLines lines) {
        this.pace = pace;
        this.lines = lines;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.progress}}").routeId("tell-progress")
            .onException(Exception.class)
                .handled(true)
                .log(LoggingLevel.DEBUG, "dev.caravan.hub", "no look at the batches: ${exception.message}")
            .end()
            .process(look -> pace.sample())
            .setBody(look -> lines.due())
            .split(body())
                .log(LoggingLevel.INFO, "dev.caravan.hub", "${body}");
        // @formatter:on
    }
}
