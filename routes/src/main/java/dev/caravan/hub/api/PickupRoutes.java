package dev.caravan.hub.api;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** Hands one board's sealed identity to the station that asks for it, and takes its receipt. */
public final class PickupRoutes extends RouteBuilder {

    static final String PICK_UP = "direct:identity-pickup";
    static final String CONFIRM = "direct:identity-pickup-confirmation";
    static final String PEM = "application/x-pem-file";

    private final PickupCalls calls;

    public PickupRoutes(PickupCalls calls) {
        this.calls = calls;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(PICK_UP).routeId("identity-pickup").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(request -> answer(request.getMessage()));

        from(CONFIRM).routeId("identity-pickup-confirmation").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> calls.confirm(
                Caller.of(asked).requester(), Answer.required(asked, "guid"), Answer.optional(asked, PickupCalls.KEY_HEADER))));
        // @formatter:on
    }

    private void answer(Message message) {
        var identity = calls.fetch(
                Caller.of(message).requester(),
                Answer.required(message, "guid"),
                Answer.optional(message, PickupCalls.KEY_HEADER));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, PEM);
        message.setHeader("Cache-Control", "no-store");
        message.setBody(identity);
    }
}
