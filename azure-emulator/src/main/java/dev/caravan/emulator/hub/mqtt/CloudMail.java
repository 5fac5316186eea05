package dev.caravan.emulator.hub.mqtt;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.Mailbox.Delivery;
import dev.caravan.emulator.hub.MessageProperties;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;

/**
 * Hands out what waits for a device on one connection. A PUBACK completes a message; what has none when the connection
 * ends waits again (documented). There is no other way to refuse a message over MQTT.
 */
final class CloudMail {

    private final Device device;
    private final Topics topics;
    private final MqttLink link;
    private final Set<String> held = new HashSet<>();
    private boolean ended;

    CloudMail(Device device, Topics topics, MqttLink link) {
        this.device = device;
        this.topics = topics;
        this.link = link;
    }

    /** Sends everything that nobody holds; any thread. */
    synchronized void deliver(int qos) {
        for (var next = take(); next.isPresent(); next = take()) {
            deliver(next.get(), qos);
        }
    }

    private Optional<Delivery> take() {
        return ended ? Optional.empty() : device.mailbox().hold();
    }

    private void deliver(Delivery delivery, int qos) {
        var packet = Message.of(
                topics.cloudMessage(PropertyBag.write(addressed(delivery))),
                delivery.message().body());
        if (qos == 0) {
            link.publish(packet);
            device.mailbox().complete(delivery.lockToken());
        } else {
            held.add(delivery.lockToken());
            link.publish(packet, () -> acknowledged(delivery.lockToken()));
        }
    }

    /** The address comes behind the other system properties; a message id is there in any case (seen). */
    private MessageProperties addressed(Delivery delivery) {
        var properties = delivery.message().properties();
        var system = properties.system().deepCopy();
        system.put("to", topics.cloudAddress());
        return new MessageProperties(properties.application(), system);
    }

    private synchronized void acknowledged(String lockToken) {
        held.remove(lockToken);
        device.mailbox().complete(lockToken);
    }

    void end() {
        Set<String> unacknowledged;
        synchronized (this) {
            ended = true;
            unacknowledged = Set.copyOf(held);
            held.clear();
        }
        unacknowledged.forEach(device::abandon);
    }
}
