package dev.caravan.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.board.BoardGuid;

/** A board's twin in a hub, as it was read; without what the hub itself adds. */
public record HubTwin(BoardGuid guid, String etag, ObjectNode tags, ObjectNode desired) {

    static HubTwin of(BoardGuid guid, JsonNode twin) {
        return new HubTwin(
                guid,
                twin.path("etag").asText(),
                own(twin.path("tags")),
                own(twin.path("properties").path("desired")));
    }

    private static ObjectNode own(JsonNode section) {
        var own = section instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        own.remove("$metadata");
        own.remove("$version");
        return own;
    }
}
