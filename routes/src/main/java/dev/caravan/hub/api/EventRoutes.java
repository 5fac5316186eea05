package dev.caravan.hub.api;

import java.time.Duration;

import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;
import dev.caravan.ledger.EventPlace;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.EventsGoneException;

/** Answers with the events after a position. */
public final class EventRoutes extends RouteBuilder {

    static final String EVENT_LIST = "direct:event-list";

    private static final int MOST = 1000;
    private static final int BY_DEFAULT = 100;
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Events events;
    private final LongPoll poll;

    public EventRoutes(Events events, LongPoll poll) {
        this.events = events;
        this.poll = poll;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(EVENT_LIST).routeId("event-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> page(
                Caller.of(asked),
                place(Answer.optional(asked, "after")),
                limit(Answer.optional(asked, "limit")),
                Duration.ofSeconds(Answer.number(asked, "wait", 0, 0, LONGEST_WAIT_SECONDS)))));
        // @formatter:on
    }

    private EventPage page(Principal caller, @Nullable EventPlace after, int limit, Duration wait) {
        try {
            var found = poll.until(
                    caller.name(), wait, () -> events.read(caller.reach(), after, limit), page -> !page.events()
                            .isEmpty());
            return new EventPage(
                    found.events().stream().map(EventView::of).toList(),
                    found.next().toString());
        } catch (EventsGoneException gone) {
            throw new ProblemException(Problem.of(
                    Problem.Kind.EVENTS_GONE,
                    gone.getMessage() + ". Begin again without 'after';"
                            + " an event that you have had already comes with the same id"));
        }
    }

    private static @Nullable EventPlace place(@Nullable String text) {
        try {
            return text == null ? null : EventPlace.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ApiJson.invalid(
                    "parameter 'after' must be 'next' of an earlier answer, or absent for the oldest event that"
                            + " is kept, but is '" + text + "'");
        }
    }

    private static int limit(@Nullable String text) {
        try {
            var number = text == null ? BY_DEFAULT : Integer.parseInt(text);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // answered below, with every other bad value
        }
        throw ApiJson.invalid("parameter 'limit' must be a number from 1 to " + MOST + ", but is '" + text + "'");
    }
}
