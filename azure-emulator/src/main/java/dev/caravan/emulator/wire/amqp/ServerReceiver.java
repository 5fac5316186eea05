package dev.caravan.emulator.wire.amqp;

import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.jspecify.annotations.Nullable;

/** A link on which the client sends. */
final class ServerReceiver extends ServerLink implements IncomingLink {

    private static final int CREDIT = 200;

    private final Receiver receiver;
    private int largestMessage;
    private @Nullable Inlet inlet;

    ServerReceiver(AmqpConnection connection, Receiver receiver) {
        super(connection, receiver);
        this.receiver = receiver;
    }

    @Override
    public void accept(int largest, Inlet accepted) {
        whileThere(
                () -> {
                    largestMessage = largest;
                    inlet = accepted;
                    receiver.setMaxMessageSize(UnsignedLong.valueOf(largest));
                    attach();
                    receiver.flow(CREDIT);
                },
                accepted::closed);
    }

    @Override
    void flowed() {}

    @Override
    void delivered(Delivery delivery) {
        for (var current = receiver.current(); current != null; current = receiver.current()) {
            if (current.pending() > largestMessage) {
                var text = "a message may have " + largestMessage + " bytes";
                detach(AmqpError.of("amqp:link:message-size-exceeded", text));
                return;
            }
            if (current.isPartial() && !current.isAborted()) {
                return;
            }
            take(current);
        }
    }

    private void take(Delivery delivery) {
        var bytes = new byte[delivery.isAborted() ? 0 : delivery.pending()];
        receiver.recv(bytes, 0, bytes.length);
        receiver.advance();
        if (delivery.isAborted() || inlet == null) {
            settle(delivery, null);
            return;
        }
        AmqpMessage message;
        try {
            message = MessageCodec.decode(bytes);
        } catch (RuntimeException unreadable) {
            settle(delivery, rejected(AmqpError.of("amqp:decode-error", "the message cannot be read")));
            return;
        }
        inlet.received(message, new Settling(delivery));
    }

    private void settle(Delivery delivery, @Nullable DeliveryState state) {
        if (state != null) {
            delivery.disposition(state);
        }
        delivery.settle();
        receiver.flow(1);
    }

    private static Rejected rejected(AmqpError error) {
        var rejected = new Rejected();
        rejected.setError(error.onTheWire());
        return rejected;
    }

    /** A message the client settled already takes no word. */
    private final class Settling implements Settlement {

        private final Delivery delivery;

        Settling(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void accept() {
            whileThere(() -> settle(delivery, Accepted.getInstance()), () -> {});
        }

        @Override
        public void reject(AmqpError error) {
            whileThere(() -> settle(delivery, rejected(error)), () -> {});
        }
    }

    @Override
    void ended() {
        if (inlet != null) {
            inlet.closed();
        }
    }
}
