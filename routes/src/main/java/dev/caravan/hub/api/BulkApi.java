package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.header;
import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on many boards at once, and what the OpenAPI document says about them. */
public final class BulkApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var many = rest("/api/v1/activations").tag("activations").produces("application/json");

        many.post().id("activateBoards").consumes("application/json").type(BulkRequest.class).security(ApiFront.API_KEY)
            .description("Activates many boards, each as activateBoard does, and answers for each. Up to 1,000 are done in this request,"
                + " as far as a minute lasts; more, or with Prefer: respond-async, become a job. A board that is there twice is"
                + " refused the second time.")
            .param().name("dryRun").type(query).required(false).dataType("boolean").defaultValue("false").description("only say what would be written, or why not").endParam()
            .param().name("Prefer").type(header).required(false).example("respond-async").description("respond-async: as a job, however few").endParam();
        Responses.ok(Responses.usualProblems(many), "what became of each board; also if all were refused", BulkAnswer.class);
        many.responseMessage().code("202").message("the job has begun; Location names it").responseModel(JobView.class).endResponseMessage();
        Responses.problem(many, 409, "too many jobs of yours have not ended");
        Responses.problem(many, 413, "the body is larger than 32 MB, or has more than 100,000 boards");
        Responses.problem(many, 415, "the body is not application/json").to(BulkRoutes.ACTIVATE);

        many.get("/{id}").id("getActivations").security(ApiFront.API_KEY)
            .description("A job: how far it is, and what became of each board, a page at a time. It is kept for thirty days after its end.")
            .param().name("id").type(path).description("id of the job").endParam()
            .param().name("after").type(query).required(false).dataType("integer").defaultValue("0").description("'next' of the page before").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("boards on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(many), "the job", JobView.class);
        Responses.problem(many, 404, "you have no such job").to(BulkRoutes.JOB);

        many.delete("/{id}").id("cancelActivations").security(ApiFront.API_KEY)
            .description("Cancels a job. Boards that are under way end; those that have ended stay as they are. A job that has ended is not changed.")
            .param().name("id").type(path).description("id of the job").endParam();
        Responses.ok(Responses.usualProblems(many), "the job", JobView.class);
        Responses.problem(many, 404, "you have no such job").to(BulkRoutes.CANCEL);
        // @formatter:on
    }
}
