package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.body;
import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on batches, and what the OpenAPI document says about them. */
public final class BatchApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var batches = rest("/api/v1/batches").tag("batches").produces("application/json");

        batches.get().id("listBatches").description("The newest batches first, a page at a time.").security(ApiFront.API_KEY)
            .param().name("state").type(query).required(false).example("STOPPED").description("only batches in this state").endParam()
            .param().name("after").type(query).required(false).description("'next' of the page before").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("batches on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(batches), "a page of batches", BatchPage.class).to(AnswerRoutes.BATCH_LIST);

        batches.get("/{id}").id("getBatch").description("One batch: how many rows stand where, and what is wrong.").security(ApiFront.API_KEY)
            .param().name("id").type(path).example("line-7").description("name of the batch").endParam();
        Responses.ok(Responses.usualProblems(batches), "the batch", BatchView.class);
        Responses.problem(batches, 404, "no such batch").to(AnswerRoutes.BATCH);

        batches.get("/{id}/identities").id("getBatchIdentities").produces(ArchiveRoutes.ZIP + ",application/json").security(ApiFront.API_KEY)
            .description("The sealed identities of a batch that lie in its outbox, as one zip of <guid>.pem; only the flashing station"
                + " can open them. It is made while it is sent: one that is cut off is no zip, so fetch it again.")
            .param().name("id").type(path).example("line-7").description("name of the batch").endParam();
        Responses.usualProblems(batches).responseMessage().code(200).message("the archive").responseModel(String.class).endResponseMessage();
        Responses.problem(batches, 404, "no such batch");
        Responses.problem(batches, 409, "the batch is not complete, or no sealed identity lies in its outbox").to(ArchiveRoutes.BATCH_IDENTITIES);

        batches.get("/{id}/report").id("getBatchReport").produces(BoardListRoutes.CSV + ",application/json").security(ApiFront.API_KEY)
            .description("The batch's report.csv: what became of each row of the file, and why. After a retry, the amended one.")
            .param().name("id").type(path).example("line-7").description("name of the batch").endParam();
        Responses.usualProblems(batches).responseMessage().code(200).message("the report; its first line names the columns").responseModel(String.class).endResponseMessage();
        Responses.problem(batches, 404, "no such batch");
        Responses.problem(batches, 409, "the batch has not been complete yet");
        Responses.problem(batches, 410, "the report was taken away from the outbox").to(BatchReportRoutes.BATCH_REPORT);

        batches.post().id("postBatch").consumes("text/csv").security(ApiFront.API_KEY)
            .description("Takes a batch file, as if it had been dropped into the inbox. The same name and content again"
                + " changes nothing and says so.")
            .param().name("name").type(query).required(true).example("line-7").description("the file's name without .csv").endParam()
            .param().name("dryRun").type(query).required(false).dataType("boolean").defaultValue("false").description("only say what would happen").endParam()
            .param().name("body").type(body).dataType("string").description("the file, UTF-8, at most 32 MB").endParam();
        Responses.created(Responses.usualProblems(batches), "the batch was taken; Location names it", UploadAnswer.class);
        Responses.ok(batches, "nothing was changed: a dry run, or the file was taken before", UploadAnswer.class);
        Responses.problem(batches, 413, "the file is larger than 32 MB");
        Responses.problem(batches, 422, "the file cannot be read as a batch; 'detail' names line and rule").to(UploadRoutes.POST_BATCH);

        batches.post("/{id}/retries").id("retryBatch").security(ApiFront.API_KEY)
            .description("Works the parked boards of a batch again, and the batch itself if an alarm has stopped it."
                + " Repeating it changes nothing more.")
            .param().name("id").type(path).example("line-7").description("name of the batch").endParam();
        Responses.ok(Responses.usualProblems(batches), "what is worked again", RetryAnswer.class);
        Responses.problem(batches, 404, "no such batch").to(RetryRoutes.RETRY_BATCH);
        // @formatter:on
    }
}
