package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.query;

/** The events for other systems, to be fetched. */
public final class EventApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var events = rest("/api/v1/events").tag("events").produces("application/json");

        events.get().id("listEvents").security(ApiFront.API_KEY)
            .description("What happened, in one order that never changes; none is passed over, and none comes twice."
                + " Types: board.enrolled, board.awaiting, board.parked, board.assigned, board.activated, board.registered, board.deactivated,"
                + " board.revoked, board.reissued, board.replaced, board.handed-over, board.decommissioned, batch.completed, batch.amended,"
                + " batch.stopped, alarm.")
            .param().name("after").type(query).required(false).dataType("string").description("'next' of the page before; absent for the oldest event that is kept").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("events on the page, 1 to 1000").endParam()
            .param().name("wait").type(query).required(false).dataType("integer").defaultValue("0").description("seconds to wait for the first event if there is none yet, 0 to 30").endParam();
        Responses.problem(events, 410, "events after this place were lost in a restore, or are not kept any more; begin without 'after'");
        Responses.ok(Responses.usualProblems(events), "a page of events", EventPage.class).to(EventRoutes.EVENT_LIST);
        // @formatter:on
    }
}
