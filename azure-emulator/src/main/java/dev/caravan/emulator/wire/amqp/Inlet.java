package dev.caravan.emulator.wire.amqp;

/** Where the messages of an accepted link go; all calls on the connection's thread. */
public interface Inlet {

    /** A whole message; the client waits for it to be settled. */
    void received(AmqpMessage message, Settlement settlement);

    /** The link is gone. Called once. */
    void closed();
}
