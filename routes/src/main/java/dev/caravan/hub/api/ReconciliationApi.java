package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on reconciliations, and what the OpenAPI document says about them. */
public final class ReconciliationApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var runs = rest("/api/v1/reconciliations").tag("reconciliations").produces("application/json");

        runs.post().id("reconcile").security(ApiFront.API_KEY)
            .description("Begins to compare the ledger with all enrollments of DPS, with at most its share of the quota."
                + " The answer comes at once; read the run until it has ended.")
            .param().name("repair").type(query).required(false).dataType("boolean").defaultValue("false").description("mend what can do no harm: a missing enrollment of a board that is not activated is made again, disabled; one that is enabled without an activation is disabled").endParam();
        Responses.ok(Responses.usualProblems(runs), "the run that has begun", RunView.class);
        Responses.problem(runs, 409, "another run is under way").to(RunRoutes.RECONCILE);

        runs.get("/{id}").id("getReconciliation").security(ApiFront.API_KEY)
            .description("How far a run is, and what differs so far: the differences in the order of their GUIDs, page by page.")
            .param().name("id").type(path).example("latest").description("number of the run, or latest; the last fifty are kept").endParam()
            .param().name("after").type(query).required(false).dataType("string").description("'next' of the page before").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("differences on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(runs), "the run", RunView.class);
        Responses.problem(runs, 404, "no such run").to(RunRoutes.RECONCILIATION);
        // @formatter:on
    }
}
