package dev.caravan.emulator.control;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.control.ControlSite.Work;
import dev.caravan.emulator.dps.allocation.Links;
import dev.caravan.emulator.hub.CloudMessage;
import dev.caravan.emulator.hub.DeviceControl;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.hub.MessageProperties;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;
import dev.caravan.emulator.wire.http.Routes;

/** Devices and telemetry of the hubs over the control port, and what a back end would do with a device. */
public final class HubControl {

    private final Hubs hubs;
    private final Random random;
    private final TelemetryControl telemetry;
    private final LinkControl links;

    /** Control over these hubs and their links to the service; the random source names the messages. */
    public HubControl(Hubs hubs, Links links, Random random) {
        this.hubs = hubs;
        this.random = random;
        this.telemetry = new TelemetryControl(hubs);
        this.links = new LinkControl(hubs, links);
    }

    void addTo(Routes<Work> routes) {
        telemetry.addTo(routes);
        links.addTo(routes);
        routes.add("GET", "/state/hubs/{hub}/devices/{id}", this::device)
                .add("GET", "/state/hubs/{hub}", (call, ids) -> Answer.json(200, show(HubName.find(hubs, ids.get(0)))))
                .add("POST", "/hubs/{hub}/devices/{id}/messages", this::send)
                .add("PATCH", "/hubs/{hub}/devices/{id}/twin/desired", this::patch)
                .add("PUT", "/hubs/{hub}/devices/{id}/status", this::status);
    }

    private Answer device(Call call, List<String> ids) {
        return ControlSite.found(hubs.showDevice(HubName.host(ids.get(0)), ids.get(1)));
    }

    private ObjectNode show(Hub hub) {
        var shown = Json.object().put("host", hub.host());
        shown.set("link", links.show(hub));
        return shown.put("devices", hub.size())
                .put("telemetry", hub.telemetry().count())
                .put("certificates", hub.authorities().all().size());
    }

    private Answer send(Call call, List<String> ids) {
        var properties = MessageProperties.empty();
        var messageId = new UUID(random.nextLong(), random.nextLong()).toString();
        properties.system().put("messageId", messageId);
        call.query()
                .parameters()
                .forEach((name, values) -> properties.application().put(name, values.get(0)));
        return act(ids, device -> {
                    device.send(new CloudMessage(properties, call.body(), null));
                    return Answer.json(201, Json.object().put("messageId", messageId));
                })
                .orElseGet(HubControl::noDevice);
    }

    private Answer patch(Call call, List<String> ids) {
        var patch = ControlSite.bodyOf(call);
        return act(ids, device -> {
                    device.patchDesired(patch);
                    return Answer.empty(204);
                })
                .orElseGet(HubControl::noDevice);
    }

    private Answer status(Call call, List<String> ids) {
        var status = Json.read(call.body()).map(body -> body.asText()).orElse("");
        if (!status.equals("enabled") && !status.equals("disabled")) {
            throw new IllegalArgumentException("the body must be \"enabled\" or \"disabled\", with the quotes");
        }
        return act(ids, device -> {
                    device.enable(status.equals("enabled"));
                    return Answer.empty(204);
                })
                .orElseGet(HubControl::noDevice);
    }

    private <T> Optional<T> act(List<String> ids, Function<DeviceControl, T> action) {
        return hubs.act(HubName.host(ids.get(0)), ids.get(1), action);
    }

    private static Answer noDevice() {
        return ControlSite.error(404, "no such hub or device");
    }
}
