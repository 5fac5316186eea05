package dev.caravan.emulator.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.fault.Entry;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/** The request history, the newest first. */
final class RequestPage {

    private static final int SHOWN = 100;

    private final State state;
    private final Frame frame;

    RequestPage(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    Answer show(Call call) {
        var table = new Table(
                "Requests", "#", "~Time", "Operation", "ID", "Status", "~Transport", "~Principal", "~Path", "Fault");
        List<JsonNode> newest = new ArrayList<>();
        state.history().show(filter(call), SHOWN).forEach(newest::add);
        Collections.reverse(newest);
        newest.forEach(entry -> row(table, entry));
        return frame.page(
                200,
                "Requests",
                Parts.search(Paths.REQUESTS, "id", "ID, operation or status", call),
                Html.of("p", Parts.number(state.history().count()), " in all; the newest " + SHOWN + " are shown."),
                Parts.live("requests", table.html("Nobody has asked yet.")));
    }

    private static Predicate<Entry> filter(Call call) {
        var wanted = call.parameter("id").orElse("");
        return entry -> wanted.isEmpty()
                || entry.concerns(wanted)
                || entry.operation().equalsIgnoreCase(wanted)
                || String.valueOf(entry.status()).equals(wanted);
    }

    private static void row(Table table, JsonNode entry) {
        var items = entry.path("items").asInt();
        table.row(
                entry.path("number").asText(),
                Parts.time(Instant.parse(entry.path("time").asText())),
                entry.path("operation").asText(),
                items > 1 ? items + " items" : entry.path("id").asText(""),
                status(entry.path("status").asInt()),
                entry.path("transport").asText(),
                entry.path("principal").asText(""),
                Html.of(
                        "code",
                        entry.path("method").asText() + " " + entry.path("path").asText()),
                entry.path("fault").asText(""));
    }

    private static Html status(int status) {
        return Html.of("span", status == 0 ? "dropped" : String.valueOf(status))
                .classed(status >= 200 && status < 300 ? "badge good" : "badge bad");
    }
}
