package dev.caravan.emulator.page;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/** The faults and the throttles in force. They are set over the control port. */
final class FaultPage {

    private final State state;
    private final Frame frame;

    FaultPage(State state, Frame frame) {
        this.state = state;
        this.frame = frame;
    }

    Answer show() {
        var faults = new Table("Faults", "ID", "Operation", "Action", "Matched", "Fired", "~As asked for");
        state.faults().show().forEach(fault -> row(faults, fault));
        var throttles = new Table("Throttles", "Name", "Amount", "Seconds", "~Burst", "~Queue");
        state.quota()
                .show()
                .path("limits")
                .properties()
                .forEach(each -> throttles.row(
                        each.getKey(),
                        each.getValue().path("amount").asText(),
                        each.getValue().path("seconds").asText(),
                        each.getValue().path("burst").asText(),
                        each.getValue().path("queue").asText()));
        return frame.page(
                200,
                "Faults",
                Parts.live("faults", Html.of("h2", "Faults"), faults.html("Nothing is made to fail.")),
                Parts.live("throttles", Html.of("h2", "Throttles"), throttles.html("No quota is in force.")));
    }

    private static void row(Table table, JsonNode fault) {
        table.row(
                fault.path("id").asText(),
                operations(fault.path("operation")),
                fault.at("/action/type").asText(),
                fault.path("matched").asText(),
                fault.path("fired").asText(),
                Html.of("code", Json.text(fault)));
    }

    private static String operations(JsonNode named) {
        List<String> names = new ArrayList<>();
        named.forEach(each -> names.add(each.asText()));
        return names.isEmpty() ? named.asText("all") : String.join(", ", names);
    }
}
