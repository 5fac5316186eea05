package dev.caravan.hub.api;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.web.util.UriUtils;

import dev.caravan.batch.Intake.Taken;
import dev.caravan.batch.UnreadableBatchException;
import dev.caravan.batch.Uploads;
import dev.caravan.hub.api.Problem.Kind;

/** Takes a batch file out of a request. Its rows are read by the flow that reads those of the inbox. */
public final class UploadRoutes extends RouteBuilder {

    static final String POST_BATCH = "direct:post-batch";

    private static final int CREATED = 201;

    private final Uploads uploads;

    public UploadRoutes(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public void configure() {
        var read = getContext().createProducerTemplate();
        // @formatter:off
        from(POST_BATCH).routeId("post-batch").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(request -> answer(request.getMessage(), read));
        // @formatter:on
    }

    private void answer(Message message, ProducerTemplate read) {
        var taken = take(message);
        message.removeHeaders("*");
        if (taken.toBeRead()) {
            // The batch is in the ledger; if nobody hears this, the sweeper finds it.
            read.asyncSendBody("{{caravan.endpoint.read}}", taken.batch());
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, CREATED);
            message.setHeader(
                    "Location", "/api/v1/batches/" + UriUtils.encodePathSegment(taken.batch(), StandardCharsets.UTF_8));
        }
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(ApiJson.write(UploadAnswer.of(taken)));
    }

    private Taken take(Message request) {
        var name = Answer.optional(request, "name");
        if (name == null || name.isBlank()) {
            throw ApiJson.invalid("parameter 'name' is missing: the name of the batch file without .csv");
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            throw ApiJson.invalid("parameter 'name' must be the name of the batch file without .csv, but is '" + name
                    + "': it would be another batch than that of the same file in the inbox");
        }
        try {
            return uploads.take(
                    name + (isDryRun(request) ? ".dryrun" : ""),
                    request.getBody(InputStream.class),
                    Caller.of(request).requester());
        } catch (UnreadableBatchException unreadable) {
            throw new ProblemException(
                    Problem.of(Kind.UNREADABLE_BATCH, unreadable.getMessage() + "; nothing was changed"));
        }
    }

    private static boolean isDryRun(Message request) {
        var asked = Answer.optional(request, "dryRun");
        if (asked != null && !asked.equals("true") && !asked.equals("false")) {
            throw ApiJson.invalid("parameter 'dryRun' must be true or false, but is '" + asked + "'");
        }
        return "true".equals(asked);
    }
}
