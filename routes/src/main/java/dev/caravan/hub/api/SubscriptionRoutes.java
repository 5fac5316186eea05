package dev.caravan.hub.api;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** What stands behind the operations on subscriptions. */
public final class SubscriptionRoutes extends RouteBuilder {

    static final String SUBSCRIBE = "direct:subscribe";
    static final String SUBSCRIPTION_LIST = "direct:subscription-list";
    static final String SUBSCRIPTION = "direct:subscription";
    static final String UNSUBSCRIBE = "direct:unsubscribe";
    static final String ROTATE_SECRET = "direct:rotate-secret";
    static final String REPLAY = "direct:replay";
    static final String DELIVERY_LIST = "direct:delivery-list";

    private static final int CREATED = 201;
    private static final int USUAL_OVERLAP_HOURS = 24;
    private static final int MOST_OVERLAP_HOURS = 168;

    private final SubscriptionCalls calls;

    public SubscriptionRoutes(SubscriptionCalls calls) {
        this.calls = calls;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(SUBSCRIBE).routeId("subscribe").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.subscribe(Caller.of(asked), asked.getBody(String.class))))
            .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(CREATED));

        from(SUBSCRIPTION_LIST).routeId("subscription-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.list(Caller.of(asked))));

        from(SUBSCRIPTION).routeId("subscription").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.one(Caller.of(asked), id(asked))));

        from(UNSUBSCRIBE).routeId("unsubscribe").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.delete(Caller.of(asked), id(asked))));

        from(ROTATE_SECRET).routeId("rotate-secret").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.rotate(
                Caller.of(asked), id(asked),
                Duration.ofHours(Answer.number(asked, "overlapHours", USUAL_OVERLAP_HOURS, 0, MOST_OVERLAP_HOURS)))));

        from(REPLAY).routeId("replay").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.replay(Caller.of(asked), id(asked), Answer.optional(asked, "from"))));

        from(DELIVERY_LIST).routeId("delivery-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.deliveries(
                Caller.of(asked), id(asked), Answer.optional(asked, "state"),
                Answer.number(asked, "after", 0, 0, Long.MAX_VALUE), Answer.optional(asked, "limit"))));
        // @formatter:on
    }

    private static String id(Message asked) {
        return Answer.required(asked, "id");
    }
}
