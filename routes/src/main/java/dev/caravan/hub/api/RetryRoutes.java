package dev.caravan.hub.api;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.access.Requester;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.hub.chunk.SweepRoutes;
import dev.caravan.ledger.Retries;
import dev.caravan.ledger.Retries.BoardRetry;

/** Brings parked boards and stopped batches back to work, at once: what now waits in the ledger is swept up. */
public final class RetryRoutes extends RouteBuilder {

    static final String RETRY_BATCH = "direct:retry-batch";
    static final String RETRY_BOARD = "direct:retry-board";

    private final Retries retries;
    private final BoardQueries boards;

    public RetryRoutes(Retries retries, BoardQueries boards) {
        this.retries = retries;
        this.boards = boards;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(RETRY_BATCH).routeId("retry-batch").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> batch(Answer.required(asked, "id"), Caller.of(asked).requester())))
            .wireTap(SweepRoutes.SWEEP);

        from(RETRY_BOARD).routeId("retry-board").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(this::board))
            .wireTap(SweepRoutes.SWEEP);
        // @formatter:on
    }

    private RetryAnswer batch(String id, Requester by) {
        return retries.batch(id, by).map(RetryAnswer::of).orElseThrow(() -> BoardQueries.unknownBatch(id));
    }

    private BoardView board(Message asked) {
        var caller = Caller.of(asked);
        var reach = caller.reach();
        var guid = Answer.required(asked, "guid");
        var seen = boards.seen(reach, guid);
        ActivationCalls.requireVersion(IfMatch.of(asked), seen);
        var done = retries.board(seen.guid(), caller.requester()).orElseThrow();
        var board = boards.seen(reach, guid);
        if (done == BoardRetry.BATCH_STOPPED) {
            throw new ProblemException(Problem.of(
                    Kind.BATCH_STOPPED,
                    "Nothing was changed: batch '" + board.batch() + "' was stopped by an alarm, and none of its boards"
                            + " is worked until the batch is retried. GET /api/v1/batches/" + board.batch()
                            + " says why"));
        }
        if (done == BoardRetry.IN_DELIVERY) {
            throw new ProblemException(Problem.of(
                    Kind.BOARD_BUSY,
                    "Nothing was changed: what is left of the board's key is being destroyed at this moment, with the"
                            + " other boards of its part of the batch. Ask again in a few seconds"));
        }
        return BoardView.of(board);
    }
}
