package dev.caravan.hub.api;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.Assignments;

/** Assigns boards. */
public final class ConsigneeRoutes extends RouteBuilder {

    static final String ASSIGN = "direct:assign-board";

    private final Assignments assignments;
    private final BoardQueries boards;

    public ConsigneeRoutes(Assignments assignments, BoardQueries boards) {
        this.assignments = assignments;
        this.boards = boards;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(ASSIGN).routeId("assign-board").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(this::assign));
        // @formatter:on
    }

    private BoardView assign(Message asked) {
        var caller = Caller.of(asked);
        var seen = boards.seen(caller.reach(), Answer.required(asked, "guid"));
        ActivationCalls.requireVersion(IfMatch.of(asked), seen);
        var body = asked.getBody(String.class);
        var consignee =
                ApiJson.read(body == null ? "" : body, ConsigneeRequest.class).checked();
        var board = assignments.assign(seen.guid(), consignee, caller.requester());
        if (!consignee.equals(board.consignee())) {
            throw new ProblemException(Problem.of(
                    Kind.ASSIGNED_OTHERWISE,
                    "Nothing was changed: board " + board.guid() + " is " + board.consignee()
                            + "'s already. A board goes to another manufacturer by a hand-over, never by this"));
        }
        return BoardView.of(board);
    }
}
