package dev.caravan.emulator.wire.amqp;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.jspecify.annotations.Nullable;

/** A link on which the client receives. The engine keeps what there is no credit for. */
final class ServerSender extends ServerLink implements OutgoingLink {

    private final Sender sender;
    private final Map<Delivery, Consumer<Outcome>> unsettled = new LinkedHashMap<>();
    private long sent;
    private @Nullable Runnable closed;

    ServerSender(AmqpConnection connection, Sender sender) {
        super(connection, sender);
        this.sender = sender;
    }

    @Override
    public void accept(Runnable whenClosed) {
        whileThere(
                () -> {
                    closed = whenClosed;
                    attach();
                },
                whenClosed);
    }

    @Override
    public void send(AmqpMessage message, Consumer<Outcome> settled) {
        whileThere(() -> transfer(MessageCodec.encode(message), settled), () -> settled.accept(Outcome.RELEASED));
    }

    private void transfer(byte[] bytes, Consumer<Outcome> settled) {
        var tag = ByteBuffer.allocate(Long.BYTES).putLong(++sent).array();
        var delivery = sender.delivery(tag);
        sender.send(bytes, 0, bytes.length);
        sender.advance();
        if (sender.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED) {
            delivery.settle();
            settled.accept(Outcome.ACCEPTED);
        } else {
            unsettled.put(delivery, settled);
        }
    }

    @Override
    void delivered(Delivery delivery) {
        if (delivery.getRemoteState() == null && !delivery.remotelySettled()) {
            return;
        }
        var settled = unsettled.remove(delivery);
        var outcome = outcome(delivery);
        delivery.settle();
        if (settled != null) {
            settled.accept(outcome);
        }
    }

    private static Outcome outcome(Delivery delivery) {
        if (delivery.getRemoteState() instanceof Accepted) {
            return Outcome.ACCEPTED;
        }
        return delivery.getRemoteState() instanceof Rejected ? Outcome.REJECTED : Outcome.RELEASED;
    }

    /** A client that drains wants its credit back, as nothing more comes now. */
    @Override
    void flowed() {
        if (sender.getDrain() && sender.getQueued() == 0) {
            sender.drained();
        }
    }

    /** The end first, so that nobody sends again here what is released. */
    @Override
    void ended() {
        if (closed != null) {
            closed.run();
        }
        var left = List.copyOf(unsettled.values());
        unsettled.clear();
        left.forEach(settled -> settled.accept(Outcome.RELEASED));
    }
}
