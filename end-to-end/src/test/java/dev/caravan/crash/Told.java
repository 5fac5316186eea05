package dev.caravan.crash;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** What the hub's events say of a batch. */
record Told(List<JsonNode> events) {

    private static final Set<String> ENDS = Set.of("batch.completed", "batch.amended");

    Told {
        events = List.copyOf(events);
    }

    /** GUIDs of boards, as often as each was said to be enrolled. */
    List<String> enrolled(String batch) {
        return of(batch, "board.enrolled"::equals)
                .map(event -> event.path("subject").asText())
                .toList();
    }

    /** Its ends with their revision. */
    List<String> ends(String batch) {
        return of(batch, ENDS::contains)
                .map(event -> end(type(event), event.at("/data/revision").asInt()))
                .toList();
    }

    /** As {@link #ends} of a batch whose report was written so often. */
    static List<String> endsUpTo(int revision) {
        return IntStream.rangeClosed(1, revision)
                .mapToObj(each -> end(each == 1 ? "batch.completed" : "batch.amended", each))
                .toList();
    }

    private static String end(String type, int revision) {
        return type + ", revision " + revision;
    }

    /** Everything that is no success. */
    List<JsonNode> trouble(String batch) {
        return of(batch, type -> !type.equals("board.enrolled") && !ENDS.contains(type))
                .toList();
    }

    private Stream<JsonNode> of(String batch, Predicate<String> type) {
        return events.stream()
                .filter(event -> event.at("/data/batch").asText().equals(batch))
                .filter(event -> type.test(type(event)));
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }
}
