package dev.caravan.emulator.hub;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/**
 * The hubs by host name, lower case. The set is fixed; a hub that is not there is an {@link IllegalArgumentException}.
 * Safe for all threads.
 */
public final class Hubs {

    private final Map<String, Hub> hubs = new TreeMap<>();

    /** Empty hubs of these names. */
    public Hubs(Collection<String> hosts) {
        hosts.forEach(host -> hubs.put(host, new Hub()));
    }

    /** Whether there is a hub of this name. */
    public boolean has(String host) {
        return hubs.containsKey(host);
    }

    /** Whether the hub knows the device. */
    public boolean knows(String host, String deviceId) {
        return hub(host).find(deviceId).isPresent();
    }

    /** The device trusts this thumbprint from now on and keeps its twin; a new one gets the initial twin. */
    public void provision(String host, String deviceId, String thumbprint, JsonNode initialTwin) {
        hub(host)
                .find(deviceId)
                .ifPresentOrElse(
                        device -> device.trust(thumbprint), () -> renew(host, deviceId, thumbprint, initialTwin));
    }

    /** The device starts again from the initial twin, whether it was there or not. */
    public void renew(String host, String deviceId, String thumbprint, JsonNode initialTwin) {
        hub(host).put(new Device(deviceId, thumbprint, Twin.from(initialTwin)));
    }

    /** The device goes to another hub with its twin; if the first does not know it, it starts from the initial twin. */
    public void move(String from, String to, String deviceId, String thumbprint, JsonNode initialTwin) {
        var twin = hub(from).remove(deviceId).map(Device::twin).orElseGet(() -> Twin.from(initialTwin));
        hub(to).put(new Device(deviceId, thumbprint, twin));
    }

    /** The device is unknown afterwards. */
    public void remove(String host, String deviceId) {
        hub(host).remove(deviceId);
    }

    /** All hubs with devices and telemetry. */
    public ObjectNode show() {
        var shown = Json.object();
        hubs.forEach((host, hub) -> shown.set(host, hub.show()));
        return shown;
    }

    /** One device; empty when hub or device is unknown. */
    public Optional<ObjectNode> showDevice(String host, String deviceId) {
        return device(host, deviceId).map(Device::show);
    }

    /** What a hub received, from one device or from all; empty when the hub is unknown. */
    public Optional<ArrayNode> showTelemetry(String host, Optional<String> deviceId) {
        return Optional.ofNullable(hubs.get(host)).map(hub -> hub.telemetry().show(deviceId));
    }

    /** What a back end may do with one device; empty when hub or device is unknown. */
    public <T> Optional<T> act(String host, String deviceId, Function<DeviceControl, T> action) {
        return device(host, deviceId).map(DeviceControl::new).map(action);
    }

    /** Forgets all devices and messages; who is connected loses the connection. */
    public void reset() {
        hubs.values().forEach(Hub::clear);
    }

    private Optional<Device> device(String host, String deviceId) {
        return Optional.ofNullable(hubs.get(host)).flatMap(hub -> hub.find(deviceId));
    }

    Hub hub(String host) {
        var hub = hubs.get(host);
        if (hub == null) {
            throw new IllegalArgumentException("no hub " + host);
        }
        return hub;
    }
}
