package dev.caravan.hub.api;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.api.LifecycleCalls.Asker;
import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.lifecycle.Lifecycle;
import dev.caravan.lifecycle.Roller;

/** Takes boards out of service, and goes on with what is half done. */
public final class LifecycleRoutes extends RouteBuilder {

    static final String DEACTIVATE = "direct:deactivate";
    static final String REPLACE = "direct:replace";
    static final String DECOMMISSION = "direct:decommission";
    static final String REISSUE = "direct:identity-reissue";
    static final String ROLL = "direct:identity-roll";
    static final String REVOKE = "direct:revocation";
    static final String HAND_OVER = "direct:hand-over";

    private final Lifecycle lifecycle;
    private final Roller roller;
    private final LifecycleCalls calls;
    private final BoardQueries boards;

    public LifecycleRoutes(Lifecycle lifecycle, Roller roller, LifecycleCalls calls, BoardQueries boards) {
        this.lifecycle = lifecycle;
        this.roller = roller;
        this.calls = calls;
        this.boards = boards;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(DEACTIVATE).routeId("deactivate").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.deactivate(asker(asked), Answer.optional(asked, "reason"))));

        from(REPLACE).routeId("replace").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(this::replace));

        from(DECOMMISSION).routeId("decommission").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.decommission(asker(asked), body(asked, LifecycleRequest.class))));

        from(REISSUE).routeId("identity-reissue").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.reissue(asker(asked), body(asked, LifecycleRequest.class))));

        from(ROLL).routeId("identity-roll").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.roll(asker(asked), body(asked, LifecycleRequest.class))));

        from(REVOKE).routeId("revocation").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.revoke(asker(asked), body(asked, RevocationRequest.class))));

        from(HAND_OVER).routeId("hand-over").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.handOver(asker(asked), body(asked, HandoverRequest.class))));

        from("{{caravan.endpoint.lifecycle}}").routeId("lifecycle-goes-on")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .process(due -> lifecycle.resume());

        // Apart, so that boards that wait for months keep none waiting that is to be closed.
        from("{{caravan.endpoint.rolls}}").routeId("rolls-go-on")
            .routeConfigurationId(FailurePolicies.LEAVE_TO_SWEEPER)
            .process(due -> roller.resume());
        // @formatter:on
    }

    private LifecycleAnswer replace(Message asked) {
        var asker = asker(asked);
        var request = body(asked, ReplacementRequest.class);
        var by = boards.seen(Caller.of(asked).reach(), Reason.text("by", request.by(), 100));
        return calls.replace(asker, by, request);
    }

    private Asker asker(Message asked) {
        var caller = Caller.of(asked);
        var board = boards.seen(caller.reach(), Answer.required(asked, "guid"));
        return new Asker(caller.requester(), board, ActivationCalls.version(IfMatch.of(asked), board));
    }

    private static <T> T body(Message asked, Class<T> type) {
        var body = asked.getBody(String.class);
        if (body == null || body.isBlank()) {
            throw ApiJson.invalid("the body must be a JSON object, but is empty");
        }
        return ApiJson.read(body, type);
    }
}
