package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Events;

/** Answers with the events after a position. */
public final class EventRoutes extends RouteBuilder {

    static final String EVENT_LIST = "direct:event-list";

    private static final int MOST = 1000;
    private static final int BY_DEFAULT = 100;

    private final Events events;

    public EventRoutes(Events events) {
        this.events = events;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(EVENT_LIST).routeId("event-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> page(
                number("after", Answer.optional(asked, "after"), 0, 0, Long.MAX_VALUE),
                (int) number("limit", Answer.optional(asked, "limit"), BY_DEFAULT, 1, MOST))));
        // @formatter:on
    }

    private EventPage page(long after, int limit) {
        var found = events.after(after, limit);
        return new EventPage(
                found.stream().map(EventView::of).toList(),
                found.isEmpty() ? after : found.get(found.size() - 1).position());
    }

    private static long number(String name, @Nullable String text, long otherwise, long least, long most) {
        try {
            var number = text == null ? otherwise : Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // answered below, with every other bad value
        }
        throw ApiJson.invalid("parameter '" + name + "' must be a number from " + least
                + (most == Long.MAX_VALUE ? "" : " to " + most) + ", but is '" + text + "'");
    }
}
