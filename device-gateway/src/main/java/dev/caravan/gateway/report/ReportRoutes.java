package dev.caravan.gateway.report;

import org.apache.camel.builder.RouteBuilder;

/** Tells the hub of first boots, a round every second. */
public final class ReportRoutes extends RouteBuilder {

    private final String ticks;
    private final Reporter reporter;

    /** @param ticks fires when it is time to look whether something is to be reported */
    public ReportRoutes(String ticks, Reporter reporter) {
        this.ticks = ticks;
        this.reporter = reporter;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(ticks).routeId("report-first-boots")
            .process(tick -> reporter.report());
        // @formatter:on
    }
}
