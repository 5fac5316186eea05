package dev.caravan.emulator.control;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.caravan.emulator.fault.Entry;
import dev.caravan.emulator.wire.http.Call;

/** Which calls of the history are asked for: the query parameters must all agree. */
final class RequestFilter {

    private static final Predicate<Entry> ALL = entry -> true;

    private RequestFilter() {}

    static Predicate<Entry> of(Call call) {
        return text(call, "operation", Entry::operation)
                .and(text(call, "plane", entry -> entry.plane().text()))
                .and(text(call, "transport", entry -> entry.transport().text()))
                .and(text(call, "status", entry -> String.valueOf(entry.status())))
                .and(text(call, "method", Entry::method))
                .and(text(call, "principal", entry -> String.valueOf(entry.principal())))
                .and(call.parameter("id")
                        .<Predicate<Entry>>map(id -> entry -> entry.concerns(id))
                        .orElse(ALL))
                .and(call.parameter("since").map(RequestFilter::since).orElse(ALL));
    }

    private static Predicate<Entry> text(Call call, String name, Function<Entry, String> part) {
        Optional<String> wanted = call.parameter(name);
        return wanted.<Predicate<Entry>>map(text -> entry -> part.apply(entry).equals(text))
                .orElse(ALL);
    }

    /** A number means the calls after that one, a time those whose outcome was known then or later. */
    private static Predicate<Entry> since(String text) {
        if (text.chars().allMatch(Character::isDigit)) {
            var number = Long.parseLong(text);
            return entry -> entry.number() > number;
        }
        try {
            var millis = Instant.parse(text).toEpochMilli();
            return entry -> entry.millis() >= millis;
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("since must be a number, or a time such as 2026-01-31T08:00:00Z", wrong);
        }
    }
}
