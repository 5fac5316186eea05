package dev.caravan.emulator.hub.backend;

import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Routes;

/** Reads, merges and replaces twins, and finds them by query. */
final class TwinDesk {

    private static final Predicate<String> ANY = etag -> true;

    private TwinDesk() {}

    static void addTo(Routes<Operation> routes) {
        var twin = "/twins/{id}";
        routes.add(
                        "GET",
                        twin,
                        Operation.of("twinGet", Permission.SERVICE_CONNECT, TwinDesk::get)
                                .overtakenBy(Registry::overtakeTwin))
                .add(
                        "PATCH",
                        twin,
                        Operation.of("twinPatch", Permission.SERVICE_CONNECT, TwinDesk::patch)
                                .overtakenBy(Registry::overtakeTwin))
                .add(
                        "PUT",
                        twin,
                        Operation.of("twinPut", Permission.SERVICE_CONNECT, TwinDesk::replace)
                                .overtakenBy(Registry::overtakeTwin))
                .add("POST", "/devices/query", Operation.of("query", Permission.SERVICE_CONNECT, QueryDesk::run));
    }

    private static Answer get(Request request) {
        return shown(find(request));
    }

    private static Answer patch(Request request) {
        var body = request.body();
        var device = find(request);
        merge(device, request.condition().orElse(ANY), body);
        return shown(device);
    }

    /** Merges what there is of tags and desired properties. */
    static void merge(Device device, Predicate<String> etag, JsonNode twin) {
        device.patchTwin(etag, part("tags", twin.path("tags")), part("properties.desired", desired(twin)));
    }

    private static Answer replace(Request request) {
        var body = request.body();
        var device = find(request);
        device.replaceTwin(
                request.condition().orElse(ANY),
                part("tags", body.path("tags")).orElseGet(Json::object),
                part("properties.desired", desired(body)).orElseGet(Json::object));
        return shown(device);
    }

    private static JsonNode desired(JsonNode body) {
        return body.path("properties").path("desired");
    }

    /** What begins with a dollar sign is the hub's own, and SDKs send it back (seen). */
    private static Optional<ObjectNode> part(String name, JsonNode part) {
        if (part.isMissingNode() || part.isNull()) {
            return Optional.empty();
        }
        if (!(part instanceof ObjectNode object)) {
            throw HubError.invalid(name + " must be an object");
        }
        var own = object.deepCopy();
        own.remove("$metadata");
        own.remove("$version");
        return Optional.of(own);
    }

    private static Device find(Request request) {
        return new Registry(request.hub()).find(request.id());
    }

    private static Answer shown(Device device) {
        return Answer.json(200, show(device)).with("ETag", '"' + device.twin().etag() + '"');
    }

    /** The twin with what the identity says of the device (documented). */
    static ObjectNode show(Device device) {
        var identity = device.identity();
        var twin = device.twin().backEndView();
        var shown = Json.object().put("deviceId", identity.deviceId());
        shown.set("etag", twin.path("etag"));
        shown.put("deviceEtag", identity.etag())
                .put("status", identity.enabled() ? "enabled" : "disabled")
                .put("statusUpdateTime", IdentityJson.time(Optional.ofNullable(identity.statusSince())))
                .put("connectionState", IdentityJson.connectionState(device))
                .put("lastActivityTime", IdentityJson.time(device.lastActivity()))
                .put("cloudToDeviceMessageCount", device.mailbox().size())
                .put("authenticationType", identity.authentication().type());
        shown.set("x509Thumbprint", IdentityJson.thumbprints(identity.authentication()));
        shown.put("modelId", "");
        shown.set("version", twin.path("version"));
        shown.set("tags", twin.path("tags"));
        shown.set("properties", twin.path("properties"));
        shown.putObject("capabilities").put("iotEdge", identity.iotEdge());
        return shown;
    }
}
