package dev.caravan.hub.api;

import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.ledger.Events.Event;

/** An event as CloudEvents 1.0 describe it. */
@Schema(description = "a CloudEvent")
public record EventView(
        @Schema(example = "1.0") String specversion,

        @Schema(description = "never used twice") String id,
        String source,

        @Schema(example = "board.enrolled") String type,

        @Schema(description = "GUID of the board or name of the batch")
        String subject,

        Instant time,
        String datacontenttype,

        @Schema(description = "place in the order of all events")
        String sequence,

        @Schema(description = "what happened", implementation = Object.class)
        JsonNode data) {

    static EventView of(Event event) {
        return new EventView(
                "1.0",
                event.id(),
                "/caravan",
                event.type(),
                event.subject(),
                event.at(),
                "application/json",
                Long.toString(event.position()),
                event.data());
    }
}
