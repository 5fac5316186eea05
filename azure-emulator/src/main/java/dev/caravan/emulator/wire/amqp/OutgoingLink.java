package dev.caravan.emulator.wire.amqp;

import java.util.function.Consumer;

/** A link on which the client receives. All methods may be called from any thread. */
public interface OutgoingLink {

    /** Answers the ATTACH; {@code closed} runs once when the link is gone, on the connection's thread. */
    void accept(Runnable closed);

    /** Answers the ATTACH and detaches with an error; also ends an accepted link. */
    void detach(AmqpError error);

    /**
     * Sends when the client gives credit. The outcome is told once, on the connection's thread; {@link Outcome#RELEASED}
     * when the link went away before,
     * and then after it was told closed.
     */
    void send(AmqpMessage message, Consumer<Outcome> settled);
}
