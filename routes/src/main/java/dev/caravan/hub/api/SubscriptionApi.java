package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.rest.RestDefinition;

import static org.apache.camel.model.rest.RestParamType.body;
import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on subscriptions, and what the OpenAPI document says about them. */
public final class SubscriptionApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var all = rest("/api/v1/subscriptions").tag("subscriptions").produces("application/json");

        all.post().id("subscribe").security(ApiFront.API_KEY).consumes("application/json").type(SubscriptionRequest.class)
            .description("Posts events to a URL from now on, as CloudEvents, signed as Standard Webhooks say. The answer holds the"
                + " secret, which is never shown again, or the public key. An answer of 2xx takes an event; it may come more than once, with the"
                + " same webhook-id. Events of one board come in their order.")
            .param().name("body").type(body).required(true).description("where to, and which events").endParam();
        Responses.created(Responses.usualProblems(all), "the subscription with its secret", SubscriptionView.class);
        Responses.problem(all, 409, "you have too many subscriptions").to(SubscriptionRoutes.SUBSCRIBE);

        all.get().id("listSubscriptions").security(ApiFront.API_KEY).description("All subscriptions of the caller, the oldest first.");
        Responses.ok(Responses.usualProblems(all), "the subscriptions", SubscriptionPage.class).to(SubscriptionRoutes.SUBSCRIPTION_LIST);

        all.get("/{id}").id("getSubscription").security(ApiFront.API_KEY).description("One subscription, and whether events arrive.");
        one(all, "the subscription").to(SubscriptionRoutes.SUBSCRIPTION);

        all.delete("/{id}").id("unsubscribe").security(ApiFront.API_KEY).description("Ends a subscription, and forgets its deliveries.");
        one(all, "the subscription as it was last").to(SubscriptionRoutes.UNSUBSCRIBE);

        all.post("/{id}/secret").id("rotateSecret").security(ApiFront.API_KEY)
            .description("Makes a new secret, which is shown in this answer only, or a new key. For a while both sign, so that no event is refused.")
            .param().name("overlapHours").type(query).required(false).dataType("integer").defaultValue("24").description("how long the one before signs too, 0 to 168").endParam();
        one(all, "the subscription with its new secret or public key").to(SubscriptionRoutes.ROTATE_SECRET);

        all.post("/{id}/replay").id("replay").security(ApiFront.API_KEY)
            .description("Sends events again in their order, with the same ids, also those that were delivered or parked; and"
                + " enables the subscription if it was disabled.")
            .param().name("from").type(query).required(true).dataType("string").example("2026-11-26T08:00:00Z").description("'sequence' of the first event, or a time").endParam();
        one(all, "the subscription").to(SubscriptionRoutes.REPLAY);

        all.get("/{id}/deliveries").id("listDeliveries").security(ApiFront.API_KEY)
            .description("What became of each event, by its last attempt. Ended deliveries are kept for 30 days.")
            .param().name("id").type(path).description("id of the subscription").endParam()
            .param().name("state").type(query).required(false).dataType("string").example("PARKED").description("only WAITING, DELIVERED or PARKED ones").endParam()
            .param().name("after").type(query).required(false).dataType("integer").defaultValue("0").description("'next' of the page before").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("deliveries on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(all), "a page of deliveries", DeliveryPage.class);
        Responses.problem(all, 404, "you have no such subscription").to(SubscriptionRoutes.DELIVERY_LIST);
        // @formatter:on
    }

    private static RestDefinition one(RestDefinition operation, String words) {
        operation
                .param()
                .name("id")
                .type(path)
                .description("id of the subscription")
                .endParam();
        Responses.ok(Responses.usualProblems(operation), words, SubscriptionView.class);
        return Responses.problem(operation, 404, "you have no such subscription");
    }
}
