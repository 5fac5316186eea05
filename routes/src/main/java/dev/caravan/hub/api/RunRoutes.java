package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.reconciliation.RunThread;
import dev.caravan.ledger.DpsRun.Task;

/** Begins runs over DPS, and says how far they are. */
public final class RunRoutes extends RouteBuilder {

    static final String RECONCILE = "direct:reconcile";
    static final String RECONCILIATION = "direct:reconciliation";

    static final String ADOPT = "direct:adopt";
    static final String ADOPTION = "direct:adoption";

    private final RunCalls calls;
    private final RunThread thread;

    public RunRoutes(RunCalls calls, RunThread thread) {
        this.calls = calls;
        this.thread = thread;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(RECONCILE).routeId("reconcile").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.begun(
                thread.reconcile(RunCalls.flag("repair", Answer.optional(asked, "repair")), Caller.of(asked).requester()))));

        from(RECONCILIATION).routeId("reconciliation").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.run(
                Task.RECONCILE, Answer.required(asked, "id"),
                Answer.optional(asked, "after"), Answer.optional(asked, "limit"))));

        from(ADOPT).routeId("adopt").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> {
                var request = ApiJson.read(asked.getBody(String.class), AdoptionRequest.class);
                return calls.begun(thread.adopt(request.existingFolder(), request.applies(), Caller.of(asked).requester()));
            }));

        from(ADOPTION).routeId("adoption").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.run(
                Task.ADOPT, Answer.required(asked, "id"),
                Answer.optional(asked, "after"), Answer.optional(asked, "limit"))));
        // @formatter:on
    }
}
