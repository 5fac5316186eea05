package dev.caravan.hub.api;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.registration.Registrar;

/** Takes gateways' reports of first boots. */
public final class ReportRoutes extends RouteBuilder {

    static final String REPORT = "direct:report-first-boots";

    private final Registrar registrar;

    public ReportRoutes(Registrar registrar) {
        this.registrar = registrar;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(REPORT).routeId("report-first-boots").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(this::take));
        // @formatter:on
    }

    private ReportTaken take(Message asked) {
        var by = Caller.of(asked).requester();
        var reports = ApiJson.read(SignedBody.of(asked), FirstBootReport.class).checked();
        reports.forEach(report -> registrar.reported(report, by));
        return new ReportTaken(reports.size());
    }
}
