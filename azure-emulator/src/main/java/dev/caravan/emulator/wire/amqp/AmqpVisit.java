package dev.caravan.emulator.wire.amqp;

/** What an accepted connection tells its site; all calls on the connection's thread. */
public interface AmqpVisit {

    /** The client wants to send to an address. Sooner or later the link is accepted or refused. */
    void wantsToSend(LinkRequest request, IncomingLink link);

    /** The client wants to receive from an address. Sooner or later the link is accepted or refused. */
    void wantsToReceive(LinkRequest request, OutgoingLink link);

    /** The connection is gone, and with it every link that was not closed before. Called once. */
    void closed();
}
