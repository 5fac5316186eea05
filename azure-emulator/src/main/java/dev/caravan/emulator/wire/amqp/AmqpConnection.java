package dev.caravan.emulator.wire.amqp;

import dev.caravan.emulator.wire.Line;

/** The server's side of one AMQP connection. All methods may be called from any thread. */
public interface AmqpConnection extends Line {

    /** Answers the OPEN; from here on the visit hears of everything, on the connection's thread. */
    void accept(AmqpVisit visit);

    /** Answers the OPEN and closes with an error at once; also ends an accepted connection. */
    void close(AmqpError error);

    /** Runs the work on the connection's thread, at once when called there. */
    void execute(Runnable work);
}
