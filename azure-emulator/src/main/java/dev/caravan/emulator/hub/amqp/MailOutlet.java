package dev.caravan.emulator.hub.amqp;

import java.util.Date;
import java.util.Optional;

import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedLong;

import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.Mailbox.Delivery;
import dev.caravan.emulator.wire.amqp.AmqpMessage;
import dev.caravan.emulator.wire.amqp.Outcome;
import dev.caravan.emulator.wire.amqp.OutgoingLink;

/**
 * Hands out what waits for a device. Accepted is completed, rejected is rejected, released or modified is abandoned
 * (documented); what has no outcome when the link ends waits again. On the connection's thread only.
 */
final class MailOutlet {

    private final Device device;
    private final OutgoingLink link;
    private boolean ended;

    MailOutlet(Device device, OutgoingLink link) {
        this.device = device;
        this.link = link;
    }

    void deliver() {
        for (var next = take(); next.isPresent(); next = take()) {
            var delivery = next.get();
            link.send(message(delivery), outcome -> settle(delivery.lockToken(), outcome));
        }
    }

    private Optional<Delivery> take() {
        return ended ? Optional.empty() : device.mailbox().hold();
    }

    private AmqpMessage message(Delivery delivery) {
        var mail = delivery.message();
        return AmqpProperties.write(mail.properties(), "/devices/" + device.id() + "/messages/devicebound", mail.body())
                .annotated("x-opt-lock-token", delivery.lockToken())
                .annotated("x-opt-sequence-number", UnsignedLong.valueOf(delivery.sequence()))
                .annotated("iothub-enqueuedtime", Date.from(delivery.enqueued()))
                .annotated("iothub-deliverycount", UnsignedByte.valueOf((byte) delivery.deliveries()));
    }

    private void settle(String lockToken, Outcome outcome) {
        switch (outcome) {
            case ACCEPTED -> device.mailbox().complete(lockToken);
            case REJECTED -> device.mailbox().reject(lockToken);
            case RELEASED -> device.abandon(lockToken);
        }
    }

    void end() {
        ended = true;
    }
}
