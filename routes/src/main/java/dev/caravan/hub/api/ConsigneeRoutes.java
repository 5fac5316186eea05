package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.access.Principal;
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
            .process(new Answer(asked -> assign(
                Caller.of(asked), Answer.required(asked, "guid"), asked.getBody(String.class))));
        // @formatter:on
    }

    private BoardView assign(Principal caller, String guid, String body) {
        var seen = boards.seen(caller.reach(), guid);
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
