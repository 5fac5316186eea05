package dev.caravan.emulator.hub;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.hub.access.AccessPolicies;
import dev.caravan.emulator.hub.access.AccessPolicy;
import dev.caravan.emulator.hub.access.Authorities;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/** One IoT Hub: its devices by id, letter case significant (documented), who may use it, and what it received. */
public final class Hub {

    private final String host;
    private final Stamps stamps;
    private volatile ConcurrentSkipListMap<String, Device> devices = new ConcurrentSkipListMap<>();
    private final Telemetry telemetry = new Telemetry();
    private final Feedback feedback = new Feedback();
    private final AccessPolicies policies;
    private final Authorities authorities = new Authorities();
    private volatile LinkState link = LinkState.GOOD;

    /** What a provisioning service meets when it wants to write here. */
    public enum LinkState {
        /** It may. */
        GOOD,
        /** The keys of the link are not right any more. */
        UNAUTHORIZED,
        /** The hub has no room for one more device. */
        FULL
    }

    Hub(String host, Stamps stamps) {
        this.host = host;
        this.stamps = stamps;
        this.policies = new AccessPolicies(stamps::key);
    }

    /** Lower case. */
    public String host() {
        return host;
    }

    /** By its id. */
    public Optional<Device> find(String deviceId) {
        return Optional.ofNullable(devices.get(deviceId));
    }

    /** By id, in their order. */
    public List<Device> devices() {
        return List.copyOf(devices.values());
    }

    /** Devices in the order of their ids, from the first behind the given one; {@code ""} for the very first. */
    public Iterable<Device> devicesAfter(String deviceId) {
        return devices.tailMap(deviceId, false).values();
    }

    /** How many devices there are. */
    public int size() {
        return devices.size();
    }

    /** What came from devices. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** What became of messages to devices. */
    public Feedback feedback() {
        return feedback;
    }

    /** Who may use it. */
    public AccessPolicies policies() {
        return policies;
    }

    /** Who vouches for devices. */
    public Authorities authorities() {
        return authorities;
    }

    /** Makes keys, etags and names. */
    public Stamps stamps() {
        return stamps;
    }

    /** How a provisioning service finds it. */
    public LinkState link() {
        return link;
    }

    void link(LinkState state) {
        link = state;
    }

    /** What a back end connects with; a secret. */
    public String connectionString(AccessPolicy policy) {
        return "HostName=" + host + ";SharedAccessKeyName=" + policy.name() + ";SharedAccessKey=" + policy.primaryKey();
    }

    /** Keeps what a device sent; refused with a {@link HubError} when it is too large. */
    public void receive(Device device, MessageProperties properties, byte[] body) {
        if (body.length + properties.size() > Telemetry.LARGEST_MESSAGE) {
            throw HubError.tooLarge(Telemetry.LARGEST_MESSAGE);
        }
        device.active();
        telemetry.add(device.id(), stamps.now(), properties, body);
    }

    /** A new device in the place of any other of its id, which loses its connection. */
    void renew(String deviceId, Authentication authentication, boolean iotEdge, JsonNode initialTwin) {
        put(new Device(
                fresh(deviceId, authentication, iotEdge), Twin.from(initialTwin, stamps.clock()), stamps, feedback));
    }

    /** A new device with a twin it had elsewhere. */
    void adopt(String deviceId, Authentication authentication, boolean iotEdge, Twin twin) {
        put(new Device(fresh(deviceId, authentication, iotEdge), twin, stamps, feedback));
    }

    private Identity fresh(String deviceId, Authentication authentication, boolean iotEdge) {
        return new Identity(
                deviceId, stamps.generationId(), stamps.deviceEtag(), authentication, true, null, null, iotEdge);
    }

    private void put(Device device) {
        var before = devices.put(device.id(), device);
        if (before != null) {
            before.hangUp(Connection.Closing.REMOVED);
        }
    }

    /** As in a snapshot, not yet one of its devices. */
    Device read(Item archived) {
        return new Device(archived, stamps, feedback);
    }

    /** Has these devices in place of those it had, which lose their connections. */
    void become(ConcurrentSkipListMap<String, Device> others) {
        var before = devices;
        devices = others;
        before.values().forEach(device -> device.hangUp(Connection.Closing.REMOVED));
    }

    /** A device of an id that is free; empty when it is taken. */
    Optional<Device> add(Identity identity, Twin twin) {
        var device = new Device(identity, twin, stamps, feedback);
        return devices.putIfAbsent(identity.deviceId(), device) == null ? Optional.of(device) : Optional.empty();
    }

    /** Removes the device if the test holds; false when it does not, or another device has the id by now. */
    boolean removeIf(Device device, Predicate<Device> test) {
        var removed = new AtomicBoolean();
        devices.computeIfPresent(device.id(), (id, known) -> {
            removed.set(known == device && test.test(known));
            return removed.get() ? null : known;
        });
        if (removed.get()) {
            device.hangUp(Connection.Closing.REMOVED);
        }
        return removed.get();
    }

    Optional<Device> remove(String deviceId) {
        var removed = Optional.ofNullable(devices.remove(deviceId));
        removed.ifPresent(device -> device.hangUp(Connection.Closing.REMOVED));
        return removed;
    }

    ObjectNode show() {
        var shown = Json.object();
        var each = shown.putObject("devices");
        devices.forEach((id, device) -> each.set(id, DeviceControl.show(device)));
        shown.set("telemetry", telemetry.show(message -> true, Integer.MAX_VALUE));
        return shown;
    }

    /** Policies keep their keys: they belong to the hub, not to what was done with it. */
    void clear() {
        List.copyOf(devices.keySet()).forEach(this::remove);
        authorities.clear();
        telemetry.clear();
        feedback.clear();
        link = LinkState.GOOD;
    }
}
