package dev.caravan.emulator.hub;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/** One IoT Hub: its devices by id, letter case significant (documented), and what they sent. */
final class Hub {

    private final ConcurrentHashMap<String, Device> devices = new ConcurrentHashMap<>();
    private final Telemetry telemetry = new Telemetry();

    Optional<Device> find(String deviceId) {
        return Optional.ofNullable(devices.get(deviceId));
    }

    /** Puts a device in the place of any other of its id, which loses its connection. */
    void put(Device device) {
        var before = devices.put(device.id(), device);
        if (before != null) {
            before.retire();
        }
    }

    Optional<Device> remove(String deviceId) {
        var removed = Optional.ofNullable(devices.remove(deviceId));
        removed.ifPresent(Device::retire);
        return removed;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    ObjectNode show() {
        var shown = Json.object();
        var each = shown.putObject("devices");
        devices.forEach((id, device) -> each.set(id, device.show()));
        shown.set("telemetry", telemetry.show(Optional.empty()));
        return shown;
    }

    void clear() {
        List.copyOf(devices.keySet()).forEach(this::remove);
        telemetry.clear();
    }
}
