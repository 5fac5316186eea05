package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.body;

/** The operations on oneself, and what the OpenAPI document says about them. */
public final class MeApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var me = rest("/api/v1/me").tag("me").produces("application/json");

        me.get().id("getMe").security(ApiFront.API_KEY).description("Who the caller is to the hub: name, role, consignees.");
        Responses.ok(Responses.usualProblems(me), "the caller", MeView.class).to(MeRoutes.ME);

        me.put("/password").id("changePassword").security(ApiFront.API_KEY).consumes("application/json").type(PasswordRequest.class)
            .description("Changes the password of the user who asks. A first password opens nothing but this.")
            .param().name("body").type(body).required(true).description("the new password").endParam();
        Responses.ok(Responses.usualProblems(me), "the password is changed; the one before opens nothing any more", MeView.class);
        Responses.problem(me, 409, "the caller has no password, or it was changed meanwhile");
        Responses.problem(me, 413, "the body is larger than 256 KB");
        Responses.problem(me, 415, "the body is not application/json").to(MeRoutes.PASSWORD);
        // @formatter:on
    }
}
