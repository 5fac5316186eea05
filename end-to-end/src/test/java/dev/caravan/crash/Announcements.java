package dev.caravan.crash;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.story.wire.HubApi;

/** A reader of the hub's events that remembers its place, as an ERP system would. */
final class Announcements {

    private String place = "";

    /** All that are new, in their order. */
    List<JsonNode> fresh(HubApi hub) {
        var fresh = new ArrayList<JsonNode>();
        while (true) {
            var page = hub.get("/events?limit=1000" + (place.isEmpty() ? "" : "&after=" + place))
                    .success();
            page.path("items").forEach(fresh::add);
            place = page.path("next").asText();
            if (page.path("items").isEmpty()) {
                return fresh;
            }
        }
    }
}
