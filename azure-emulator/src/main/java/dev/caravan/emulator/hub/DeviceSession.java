package dev.caravan.emulator.hub;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttSession;

/** One connection of a device. A topic that is not documented, or another device's, ends it. */
final class DeviceSession implements MqttSession {

    /** Documented. */
    private static final int MOST_SUBSCRIPTIONS = 5;

    /**
     * No network is quicker (inferred). The Java SDK loses an acknowledgement that arrives before it has noted the
     * packet's id, which happens on loopback only.
     */
    private static final Duration ROUND_TRIP = Duration.ofMillis(20);

    private final Device device;
    private final Topics topics;
    private final Gated gated;
    private final TelemetryIntake intake;
    private final TwinRequests twin;
    private final Optional<Message> will;
    private final Map<String, Integer> subscriptions = new ConcurrentHashMap<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    DeviceSession(Device device, Telemetry telemetry, Gated gated, Optional<Message> will) {
        this.device = device;
        this.topics = new Topics(device.id());
        this.gated = gated;
        this.intake = new TelemetryIntake(device.id(), telemetry, gated.clock());
        this.twin = new TwinRequests(device.twin(), this::answerTwin);
        this.will = will;
    }

    @Override
    public int grant(String filter, int askedQos) {
        var known = Set.of(topics.cloudMessages(), Topics.TWIN_ANSWERS, Topics.DESIRED, Topics.METHODS);
        var room = subscriptions.size() < MOST_SUBSCRIPTIONS || subscriptions.containsKey(filter);
        if (!known.contains(filter) || !room) {
            return REFUSED;
        }
        var granted = Math.min(askedQos, 1);
        subscriptions.put(filter, granted);
        return granted;
    }

    @Override
    public void subscribed() {
        deliver();
    }

    @Override
    public void unsubscribed(String filter) {
        subscriptions.remove(filter);
    }

    @Override
    public void received(Message message, Runnable acknowledged) {
        Runnable acknowledge = () -> gated.link().later(ROUND_TRIP, acknowledged);
        var bag = topics.telemetryBag(message.topic());
        if (bag.isPresent()) {
            pass("telemetry", message, intake.errand(message, bag.get(), gated.link(), acknowledge));
        } else if (Topics.isTwinGet(message.topic())) {
            acknowledge.run();
            pass("twinGet", message, twin.get(Topics.requestId(message.topic())));
        } else if (Topics.isReported(message.topic())) {
            acknowledge.run();
            pass("twinPatch", message, twin.patch(Topics.requestId(message.topic()), message.payload()));
        } else {
            drop();
        }
    }

    private void pass(String operation, Message message, Errand errand) {
        gated.pass(operation, device.id(), message, errand);
    }

    @Override
    public void closed(boolean gracefully) {
        device.detach(this);
        if (!gracefully) {
            will.ifPresent(
                    message -> topics.telemetryBag(message.topic()).ifPresent(bag -> intake.keepWill(message, bag)));
        }
    }

    Device device() {
        return device;
    }

    void drop() {
        gated.link().drop();
    }

    /** Sends what waits and was not yet sent on this connection; any thread. */
    void deliver() {
        var qos = subscriptions.get(topics.cloudMessages());
        if (qos == null) {
            return;
        }
        for (var message : device.waiting()) {
            if (sent.add(message.id())) {
                deliver(message, qos);
            }
        }
    }

    /** PUBACK completes a message (documented); without QoS 1 sending it does. */
    private void deliver(Device.CloudMessage message, int qos) {
        var bag = Properties.bag(message.id(), topics.cloudAddress(), message.properties());
        var packet = Message.of(topics.cloudMessage(bag), message.body());
        if (qos == 0) {
            gated.link().publish(packet);
            device.delivered(message.id());
        } else {
            gated.link().publish(packet, () -> device.delivered(message.id()));
        }
    }

    void desiredChanged(ObjectNode notification) {
        if (subscriptions.containsKey(Topics.DESIRED)) {
            var version = notification.path("$version").asInt();
            gated.link().publish(Message.of(Topics.desiredChange(version), Json.bytes(notification)));
        }
    }

    private void answerTwin(Message answer) {
        if (subscriptions.containsKey(Topics.TWIN_ANSWERS)) {
            gated.link().later(ROUND_TRIP, () -> gated.link().publish(answer));
        }
    }
}
