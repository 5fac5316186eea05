package dev.caravan.emulator.wire.amqp;

import dev.caravan.emulator.wire.Peer;

/** What stands behind an AMQP port. All calls on the connection's thread; they must not block. */
public interface AmqpSite {

    /** Whether SASL succeeds for a user name and password; the other mechanisms always do. */
    boolean admits(Login.Plain login, Peer peer);

    /** The client has sent OPEN; sooner or later the site accepts, refuses or drops. What comes before waits. */
    void open(OpenRequest request, AmqpConnection connection);
}
