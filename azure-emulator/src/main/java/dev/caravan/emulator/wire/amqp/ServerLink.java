package dev.caravan.emulator.wire.amqp;

import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;

/** What incoming and outgoing links have in common. */
abstract class ServerLink {

    private final AmqpConnection connection;
    private final Link link;
    private boolean gone;

    ServerLink(AmqpConnection connection, Link link) {
        this.connection = connection;
        this.link = link;
    }

    Link link() {
        return link;
    }

    /** Runs on the connection's thread, unless the link is gone by then; false is told to the other work. */
    void whileThere(Runnable work, Runnable otherwise) {
        connection.execute(() -> {
            if (gone || link.getLocalState() == EndpointState.CLOSED) {
                otherwise.run();
            } else {
                work.run();
            }
        });
    }

    /** Answers the ATTACH with what the client asked for. */
    void attach() {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        link.open();
    }

    /** Answers an ATTACH that was not yet answered without source and target, as the protocol has it for refusals. */
    public void detach(AmqpError error) {
        whileThere(
                () -> {
                    link.setCondition(error.onTheWire());
                    link.open();
                    link.close();
                    end();
                },
                () -> {});
    }

    void gone() {
        end();
    }

    private void end() {
        if (!gone) {
            gone = true;
            ended();
        }
    }

    /** The link is no more; runs once. */
    abstract void ended();

    abstract void flowed();

    abstract void delivered(Delivery delivery);
}
