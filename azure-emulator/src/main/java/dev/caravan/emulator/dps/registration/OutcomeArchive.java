package dev.caravan.emulator.dps.registration;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/** What registrations came to, in a snapshot. */
final class OutcomeArchive {

    private OutcomeArchive() {}

    static ObjectNode archive(Outcome outcome) {
        var archived = Json.object().put("status", outcome.status());
        if (outcome instanceof Outcome.Assigned assigned) {
            archived.put("substatus", assigned.substatus());
            archived.set("payload", assigned.payload());
            archived.set("issued", Json.of(assigned.issued()));
        } else if (outcome instanceof Outcome.Failed failed) {
            archived.put("errorCode", failed.errorCode()).put("errorMessage", failed.message());
        }
        return archived;
    }

    static Outcome read(Item item) {
        return switch (item.text("status")) {
            case "assigning" -> new Outcome.Assigning();
            case "assigned" ->
                new Outcome.Assigned(item.text("substatus"), item.maybeObject("payload"), item.texts("issued"));
            case "failed" -> new Outcome.Failed(item.count("errorCode"), item.text("errorMessage"));
            case "disabled" -> new Outcome.Disabled();
            default -> throw new IllegalArgumentException("status is no status of a registration");
        };
    }
}
