package dev.caravan.hub.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** What a run has found: one line a board, and below it, once for each kind, what to do. */
final class FindingTable {

    private static final String LINE = "%-17s %-36s %-11s %s";

    private final RunWatch runs;
    private final PrintStream out;
    private final Map<String, String> advice = new LinkedHashMap<>();
    private long open;

    FindingTable(RunWatch runs, PrintStream out) {
        this.runs = runs;
        this.out = out;
    }

    /** @return how many boards still differ */
    long print(JsonNode run) {
        if (!run.path("items").isEmpty()) {
            out.println(String.format(Locale.ROOT, LINE, "DIFFERENCE", "BOARD", "REPAIR", "WHAT"));
        }
        var page = run;
        lines(page);
        while (page.has("next")) {
            page = runs.page(run.path("id").asLong(), page.path("next").asText());
            lines(page);
        }
        advice.forEach((kind, words) -> out.println("To do about " + kind + ": " + words));
        return open + run.path("unlisted").asLong();
    }

    private void lines(JsonNode page) {
        for (var item : page.path("items")) {
            var kind = item.path("kind").asText();
            var repair = item.path("repair").asText();
            out.println(String.format(
                    Locale.ROOT,
                    LINE,
                    kind,
                    item.path("guid").asText(),
                    repair.equals("BY_A_PERSON") ? "by a person" : repair.toLowerCase(Locale.ROOT),
                    item.path("what").asText()));
            if (!repair.equals("DONE")) {
                open++;
                advice.putIfAbsent(kind, item.path("advice").asText());
            }
        }
    }
}
