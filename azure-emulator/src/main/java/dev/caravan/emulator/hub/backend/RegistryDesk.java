package dev.caravan.emulator.hub.backend;

import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Routes;

/** Reads and writes identities, one or many, and counts them. */
final class RegistryDesk {

    private static final int MOST_LISTED = 1000;

    private RegistryDesk() {}

    static void addTo(Routes<Operation> routes) {
        var device = "/devices/{id}";
        routes.add("GET", "/devices", Operation.of("identityList", Permission.REGISTRY_READ, RegistryDesk::list))
                .add(
                        "GET",
                        device,
                        Operation.of("identityGet", Permission.REGISTRY_READ, RegistryDesk::get)
                                .overtakenBy(Registry::overtake))
                .add(
                        "PUT",
                        device,
                        Operation.of("identityPut", Permission.REGISTRY_WRITE, RegistryDesk::put)
                                .overtakenBy(Registry::overtake))
                .add(
                        "DELETE",
                        device,
                        Operation.of("identityDelete", Permission.REGISTRY_WRITE, RegistryDesk::delete)
                                .overtakenBy(Registry::overtake))
                .add(
                        "POST",
                        "/devices",
                        Operation.of("identityBulk", Permission.REGISTRY_WRITE, BulkDesk::run)
                                .onMany(BulkDesk::ids)
                                .overtakenBy(Registry::overtake))
                .add(
                        "DELETE",
                        device + "/commands",
                        Operation.of("mailPurge", Permission.SERVICE_CONNECT, RegistryDesk::purge))
                .add(
                        "GET",
                        "/statistics/devices",
                        Operation.of("statistics", Permission.REGISTRY_READ, RegistryDesk::deviceStatistics))
                .add(
                        "GET",
                        "/statistics/service",
                        Operation.of("statistics", Permission.SERVICE_CONNECT, RegistryDesk::serviceStatistics));
    }

    private static Answer list(Request request) {
        var top = request.call().parameter("top").map(RegistryDesk::top).orElse(MOST_LISTED);
        var shown = Json.array();
        StreamSupport.stream(request.hub().devicesAfter("").spliterator(), false)
                .limit(top)
                .forEach(device -> shown.add(IdentityJson.show(device)));
        return Answer.json(200, shown);
    }

    private static int top(String text) {
        try {
            var top = Integer.parseInt(text);
            if (top >= 1 && top <= MOST_LISTED) {
                return top;
            }
        } catch (NumberFormatException wrong) {
            // refused below, as any other wrong value
        }
        throw HubError.invalid("top must be 1 to " + MOST_LISTED + ", but is '" + text + "'");
    }

    private static Answer get(Request request) {
        return shown(new Registry(request.hub()).find(request.id()));
    }

    /** Without a condition it creates, with one it updates (documented). */
    private static Answer put(Request request) {
        var body = request.body();
        requireSameId(body, request.id());
        var registry = new Registry(request.hub());
        var entry = IdentityJson.read(body);
        return shown(request.condition()
                .map(etag -> registry.update(request.id(), etag, entry))
                .orElseGet(() -> registry.create(request.id(), entry)));
    }

    private static void requireSameId(JsonNode body, String id) {
        if (!body.path("deviceId").asText().equals(id)) {
            throw HubError.invalid("deviceId must be the one in the path, '" + id + "', but is '"
                    + body.path("deviceId").asText() + "'");
        }
    }

    private static Answer delete(Request request) {
        new Registry(request.hub()).delete(request.id(), request.requiredCondition());
        return Answer.empty(204);
    }

    private static Answer purge(Request request) {
        var device = new Registry(request.hub()).find(request.id());
        return Answer.json(
                200,
                Json.object()
                        .put("deviceId", device.id())
                        .putNull("moduleId")
                        .put("totalMessagesPurged", device.mailbox().purge()));
    }

    private static Answer shown(Device device) {
        return Answer.json(200, IdentityJson.show(device))
                .with("ETag", '"' + device.identity().etag() + '"');
    }

    private static Answer deviceStatistics(Request request) {
        List<Device> devices = request.hub().devices();
        var enabled =
                devices.stream().filter(device -> device.identity().enabled()).count();
        return Answer.json(
                200,
                Json.object()
                        .put("totalDeviceCount", devices.size())
                        .put("enabledDeviceCount", enabled)
                        .put("disabledDeviceCount", devices.size() - enabled));
    }

    private static Answer serviceStatistics(Request request) {
        var connected =
                request.hub().devices().stream().filter(Device::connected).count();
        return Answer.json(200, Json.object().put("connectedDeviceCount", connected));
    }
}
