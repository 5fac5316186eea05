package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.body;
import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on adoptions, and what the OpenAPI document says about them. */
public final class AdoptionApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var runs = rest("/api/v1/adoptions").tag("adoptions").produces("application/json");

        runs.post().id("adopt").security(ApiFront.API_KEY).consumes("application/json").type(AdoptionRequest.class)
            .description("Begins to put boards into the ledger that DPS has and the ledger does not know, each with the supplied"
                + " certificate that DPS attests: disabled ones as ENROLLED, enabled ones as ACTIVATED. Changes nothing in DPS,"
                + " and nothing at all without 'apply'. The answer comes at once; read the run until it has ended.")
            .param().name("body").type(body).required(true).description("where the certificates are").endParam();
        Responses.ok(Responses.usualProblems(runs), "the run that has begun", RunView.class);
        Responses.problem(runs, 409, "another run is under way").to(RunRoutes.ADOPT);

        runs.get("/{id}").id("getAdoption").security(ApiFront.API_KEY)
            .description("How far a run is, and what could not be adopted so far, in the order of GUIDs, page by page.")
            .param().name("id").type(path).example("latest").description("number of the run, or latest; the last fifty are kept").endParam()
            .param().name("after").type(query).required(false).dataType("string").description("'next' of the page before").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("boards on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(runs), "the run", RunView.class);
        Responses.problem(runs, 404, "no such run").to(RunRoutes.ADOPTION);
        // @formatter:on
    }
}
