package dev.caravan.emulator.wire.amqp;

/** A link on which the client sends. All methods may be called from any thread. */
public interface IncomingLink {

    /**
     * Answers the ATTACH and gives credit, which is renewed with every settled message. A message of more bytes than the
     * limit, in its encoded form, ends the link with {@code amqp:link:message-size-exceeded}.
     */
    void accept(int largestMessage, Inlet inlet);

    /** Answers the ATTACH and detaches with an error; also ends an accepted link. */
    void detach(AmqpError error);
}
