package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.api.ActivationCalls.Asker;

/** What stands behind the operations of the API. What a request means is decided in the calls. */
public final class AnswerRoutes extends RouteBuilder {

    static final String BOARD = "direct:board";
    static final String ACTIVATION = "direct:activation";
    static final String BATCH_LIST = "direct:batch-list";
    static final String BATCH = "direct:batch";

    private final BoardQueries queries;
    private final ActivationCalls activations;

    public AnswerRoutes(BoardQueries queries, ActivationCalls activations) {
        this.queries = queries;
        this.activations = activations;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(BOARD).routeId("board").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> queries.board(Caller.of(asked).reach(), Answer.required(asked, "guid"))));

        from(ACTIVATION).routeId("activation").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> activations.put(
                Asker.of(Caller.of(asked).requester(), Answer.optional(asked, "reason")), queries.seen(Caller.of(asked).reach(), Answer.required(asked, "guid")), asked.getBody(String.class), IfMatch.of(asked),
                RunCalls.flag("dryRun", Answer.optional(asked, "dryRun")))));

        from(BATCH_LIST).routeId("batch-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> queries.batches(
                Answer.optional(asked, "state"), Answer.optional(asked, "after"), Answer.optional(asked, "limit"))));

        from(BATCH).routeId("batch").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> queries.batch(Answer.required(asked, "id"))));
        // @formatter:on
    }
}
