package dev.caravan.emulator.hub.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.hub.Connection;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttSession;

/** One connection of a device. A topic that is not documented, or another device's, ends it. */
final class DeviceSession implements MqttSession, Connection {

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
    private final MethodAnswers methods;
    private final CloudMail mail;
    private final Optional<Message> will;
    private final Subscriptions subscriptions;

    DeviceSession(Hub hub, Device device, Gated gated, Subscriptions subscriptions, Optional<Message> will) {
        this.device = device;
        this.topics = new Topics(device.id());
        this.gated = gated;
        this.subscriptions = subscriptions;
        this.intake = new TelemetryIntake(hub, device);
        this.twin = new TwinRequests(hub, device, this::answerTwin);
        this.methods = new MethodAnswers(device, gated.link());
        this.mail = new CloudMail(device, topics, gated.link());
        this.will = will;
    }

    /** The connection ends with its token (documented). */
    void endAt(Instant expiry, Clock clock) {
        if (!expiry.equals(Instant.MAX)) {
            var left = Duration.between(clock.instant(), expiry);
            gated.link().later(left.isNegative() ? Duration.ZERO : left, () -> end(expiry, clock));
        }
    }

    private void end(Instant expiry, Clock clock) {
        if (clock.instant().isBefore(expiry)) {
            endAt(expiry, clock);
        } else {
            drop();
        }
    }

    @Override
    public int grant(String filter, int askedQos) {
        return subscriptions.grant(filter, askedQos);
    }

    @Override
    public void subscribed() {
        mailArrived();
    }

    @Override
    public void unsubscribed(String filter) {
        subscriptions.end(filter);
    }

    @Override
    public void received(Message message, Runnable acknowledged) {
        Runnable acknowledge = () -> gated.link().later(ROUND_TRIP, acknowledged);
        var topic = message.topic();
        var bag = topics.telemetryBag(topic);
        if (bag.isPresent()) {
            pass(DeviceCalls.TELEMETRY, message, intake.errand(message, bag.get(), gated.link(), acknowledge));
        } else if (Topics.isTwinGet(topic)) {
            acknowledge.run();
            pass(DeviceCalls.TWIN_GET, message, twin.get(Topics.requestId(topic)));
        } else if (Topics.isReported(topic)) {
            acknowledge.run();
            pass(DeviceCalls.TWIN_PATCH, message, twin.patch(Topics.requestId(topic), message.payload()));
        } else if (Topics.isMethodAnswer(topic)) {
            acknowledge.run();
            pass(DeviceCalls.METHOD_ANSWER, message, methods.errand(message));
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
        mail.end();
        if (!gracefully) {
            will.ifPresent(
                    message -> topics.telemetryBag(message.topic()).ifPresent(bag -> intake.keepWill(message, bag)));
        }
    }

    private void drop() {
        gated.link().drop();
    }

    @Override
    public void closed(Closing why) {
        drop();
    }

    @Override
    public void mailArrived() {
        subscriptions.qos(topics.cloudMessages()).ifPresent(mail::deliver);
    }

    @Override
    public void desiredChanged(ObjectNode change) {
        if (subscriptions.has(Topics.DESIRED)) {
            var version = change.path("$version").asInt();
            gated.link().publish(Message.of(Topics.desiredChange(version), Json.bytes(change)));
        }
    }

    @Override
    public boolean methodCalled(MethodCall call) {
        if (!subscriptions.has(Topics.METHODS)) {
            return false;
        }
        gated.link().publish(Message.of(Topics.method(call.name(), call.requestId()), Json.bytes(call.payload())));
        return true;
    }

    private void answerTwin(Message answer) {
        if (subscriptions.has(Topics.TWIN_ANSWERS)) {
            gated.link().later(ROUND_TRIP, () -> gated.link().publish(answer));
        }
    }
}
