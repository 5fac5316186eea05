package dev.caravan.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/** How a hub tells a device of an error in JSON, on every transport but HTTPS (seen over AMQP and MQTT). */
public final class ErrorBody {

    private ErrorBody() {}

    /** With a tracking id of its own. */
    public static ObjectNode of(Hub hub, HubError error) {
        return of(hub, error, hub.stamps().guid().toString());
    }

    /** The same for an error that has a tracking id already. */
    public static ObjectNode of(Hub hub, HubError error, String tracking) {
        return Json.object()
                .put("errorCode", error.code())
                .put("trackingId", tracking)
                .put("message", error.text())
                .put("timestampUtc", hub.stamps().now().toString());
    }
}
