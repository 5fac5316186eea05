package dev.caravan.emulator.hub;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;

/**
 * The hubs by host name, lower case. The set is fixed; a hub that is not there is an {@link IllegalArgumentException}.
 * Safe for all threads.
 */
public final class Hubs {

    private final Map<String, Hub> hubs = new TreeMap<>();

    /** Empty hubs of these names. */
    public Hubs(Collection<String> hosts, Stamps stamps) {
        hosts.forEach(host -> hubs.put(host, new Hub(host, stamps)));
    }

    /** Whether there is a hub of this name. */
    public boolean has(String host) {
        return hubs.containsKey(host);
    }

    /** By host name; empty when there is none. */
    public Optional<Hub> find(String host) {
        return Optional.ofNullable(hubs.get(host));
    }

    /** In the order of their names. */
    public List<Hub> all() {
        return List.copyOf(hubs.values());
    }

    /** How a provisioning service finds the hub: good, or why a registration there fails. */
    public Hub.LinkState link(String host) {
        return hub(host).link();
    }

    /** Makes a provisioning service find the hub so. */
    public void link(String host, Hub.LinkState state) {
        hub(host).link(state);
    }

    /** Whether the hub knows the device. */
    public boolean knows(String host, String deviceId) {
        return hub(host).find(deviceId).isPresent();
    }

    /** As below, with one thumbprint and without the edge flag. */
    public void provision(String host, String deviceId, String thumbprint, JsonNode initialTwin) {
        provision(host, new Newcomer(deviceId, Authentication.thumbprint(thumbprint), false), initialTwin);
    }

    /** The device is authenticated so from now on and keeps its twin; a new one gets the initial twin. */
    public void provision(String host, Newcomer device, JsonNode initialTwin) {
        hub(host)
                .find(device.deviceId())
                .ifPresentOrElse(known -> known.trust(device.authentication()), () -> renew(host, device, initialTwin));
    }

    /** As below, with one thumbprint and without the edge flag. */
    public void renew(String host, String deviceId, String thumbprint, JsonNode initialTwin) {
        renew(host, new Newcomer(deviceId, Authentication.thumbprint(thumbprint), false), initialTwin);
    }

    /** The device starts again from the initial twin, whether it was there or not. */
    public void renew(String host, Newcomer device, JsonNode initialTwin) {
        hub(host).renew(device.deviceId(), device.authentication(), device.iotEdge(), initialTwin);
    }

    /** As below, with one thumbprint and without the edge flag. */
    public void move(String from, String to, String deviceId, String thumbprint, JsonNode initialTwin) {
        move(from, to, new Newcomer(deviceId, Authentication.thumbprint(thumbprint), false), initialTwin);
    }

    /** The device goes to another hub with its twin; if the first does not know it, it starts from the initial twin. */
    public void move(String from, String to, Newcomer device, JsonNode initialTwin) {
        hub(from)
                .remove(device.deviceId())
                .map(Device::twin)
                .ifPresentOrElse(
                        twin -> hub(to).adopt(device.deviceId(), device.authentication(), device.iotEdge(), twin),
                        () -> renew(to, device, initialTwin));
    }

    /** What a provisioning service knows about a device it puts into a hub. */
    public record Newcomer(String deviceId, Authentication authentication, boolean iotEdge) {}

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
        return device(host, deviceId).map(DeviceControl::show);
    }

    /** What a back end may do with one device; empty when hub or device is unknown. */
    public <T> Optional<T> act(String host, String deviceId, Function<DeviceControl, T> action) {
        return device(host, deviceId).map(DeviceControl::new).map(action);
    }

    /** Forgets all devices, authorities and messages; who is connected loses the connection. */
    public void reset() {
        hubs.values().forEach(Hub::clear);
    }

    /** All of the state, for a snapshot. Policies and their keys belong to the hubs, not to what was done with them. */
    public List<Chapter> chapters() {
        return HubChapters.of(hubs.values());
    }

    private Optional<Device> device(String host, String deviceId) {
        return find(host).flatMap(hub -> hub.find(deviceId));
    }

    private Hub hub(String host) {
        return find(host).orElseThrow(() -> new IllegalArgumentException("no hub " + host));
    }
}
