package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.body;

/** The operation of device gateways, and what the OpenAPI document says about it. */
public final class FirstBootApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var reports = rest("/api/v1/first-boots").tag("first boots").produces("application/json")
            .securityDefinitions().bearerToken(ApiFront.SIGNATURE, "a gateway's own token for this one body").end();

        reports.post().id("reportFirstBoots").security(ApiFront.SIGNATURE).consumes("application/json").type(FirstBootReport.class)
            .description("A device gateway of the configuration (caravan.access.gateways) reports boards that it has seen"
                + " register. It sends a token (Bearer, JWS with ES256) that it has signed itself: 'iss' is its name, 'aud'"
                + " caravan-first-boots, 'exp' at most five minutes after 'iat', 'body' the SHA-256 of this body in base64url. A report"
                + " that agrees with the ledger is recorded, once; otherwise DPS is asked about the board.")
            .param().name("body").type(body).required(true).description("what was seen").endParam();
        Responses.ok(Responses.usualProblems(reports), "the hub has them", ReportTaken.class);
        Responses.problem(reports, 413, "the body is larger than 256 KB");
        Responses.problem(reports, 415, "the body is not application/json").to(ReportRoutes.REPORT);
        // @formatter:on
    }
}
