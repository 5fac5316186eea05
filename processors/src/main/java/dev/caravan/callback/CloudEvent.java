package dev.caravan.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.caravan.ledger.Events.Event;

/** An event in the structured JSON form of CloudEvents 1.0, as the pull feed gives it too. */
final class CloudEvent {

    static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CloudEvent() {}

    static byte[] json(Event event) {
        var json = MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", event.id())
                .put("source", "/caravan")
                .put("type", event.type())
                .put("subject", event.subject())
                .put("time", event.at().toString())
                .put("datacontenttype", "application/json")
                .put("sequence", Long.toString(event.position()));
        json.set("data", event.data());
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
