package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on batches. What a request means is decided in the queries behind it. */
public final class BatchApi extends RouteBuilder {

    private static final String LIST = "direct:batch-list";
    private static final String BATCH = "direct:batch";

    private final BoardQueries queries;

    public BatchApi(BoardQueries queries) {
        this.queries = queries;
    }

    @Override
    public void configure() {
        // @formatter:off
        var batches = rest("/api/v1/batches").tag("batches").produces("application/json");

        batches.get().id("listBatches").description("The newest batches first.").security(ApiFront.API_KEY)
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("batches on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(batches), "the newest batches", BatchPage.class).to(LIST);

        batches.get("/{id}").id("getBatch").description("One batch: how many rows stand where, and what is wrong.").security(ApiFront.API_KEY)
            .param().name("id").type(path).example("line-7").description("name of the batch").endParam();
        Responses.ok(Responses.usualProblems(batches), "the batch", BatchView.class);
        Responses.problem(batches, 404, "no such batch").to(BATCH);

        from(LIST).routeId("batch-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> queries.batches(Answer.optional(asked, "limit"))));

        from(BATCH).routeId("batch").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> queries.batch(Answer.required(asked, "id"))));
        // @formatter:on
    }
}
