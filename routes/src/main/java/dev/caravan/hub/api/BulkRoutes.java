package dev.caravan.hub.api;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Collection;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** What stands behind the operations on many boards. */
public final class BulkRoutes extends RouteBuilder {

    static final String ACTIVATE = "direct:activate-boards";
    static final String JOB = "direct:activation-job";
    static final String CANCEL = "direct:cancel-activation-job";

    private static final int ACCEPTED = 202;

    private final BulkCalls calls;

    public BulkRoutes(BulkCalls calls) {
        this.calls = calls;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(ACTIVATE).routeId("activate-boards").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(this::activate);

        from(JOB).routeId("activation-job").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.job(
                Caller.of(asked), Answer.required(asked, "id"),
                Answer.number(asked, "after", 0, 0, Integer.MAX_VALUE), Answer.optional(asked, "limit"))));

        from(CANCEL).routeId("cancel-activation-job").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.cancel(Caller.of(asked), Answer.required(asked, "id"))));
        // @formatter:on
    }

    private void activate(Exchange exchange) {
        var asked = exchange.getMessage();
        var given = calls.activate(
                Caller.of(asked),
                asked.getBody(InputStream.class),
                RunCalls.flag("dryRun", Answer.optional(asked, "dryRun")),
                prefersAJob(asked));
        new Answer(same -> given).process(exchange);
        if (given instanceof JobView job) {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, ACCEPTED);
            exchange.getMessage().setHeader("Location", "/api/v1/activations/" + job.id());
        }
    }

    /** RFC 7240. */
    private static boolean prefersAJob(Message asked) {
        var header = asked.getHeader("Prefer");
        var text = header instanceof Collection<?> lines
                ? String.join(",", lines.stream().map(String::valueOf).toList())
                : String.valueOf(header);
        return Arrays.stream(text.split("[,;]")).map(String::strip).anyMatch("respond-async"::equalsIgnoreCase);
    }
}
