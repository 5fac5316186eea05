package dev.caravan.gateway.api;

import org.apache.camel.builder.RouteBuilder;

/** A machine's software speaks to its hub. Bodies are HTTP's: a request in, an {@link ApiAnswer} as text out. */
public final class SessionRoutes extends RouteBuilder {

    static final String TELEMETRY = "direct:telemetry";
    static final String TWIN = "direct:twin";
    static final String REPORT = "direct:report";

    private final SessionDesk desk;

    public SessionRoutes(SessionDesk desk) {
        this.desk = desk;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(TELEMETRY).routeId("telemetry")
            .routeConfigurationId(AnswerAsProblem.ID)
            .process(Http.answering(desk::telemetry));

        from(TWIN).routeId("twin")
            .routeConfigurationId(AnswerAsProblem.ID)
            .process(Http.answering(desk::twin));

        from(REPORT).routeId("report")
            .routeConfigurationId(AnswerAsProblem.ID)
            .process(Http.answering(desk::report));
        // @formatter:on
    }
}
