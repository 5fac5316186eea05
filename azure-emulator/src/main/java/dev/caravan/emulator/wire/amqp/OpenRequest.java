package dev.caravan.emulator.wire.amqp;

import dev.caravan.emulator.wire.Peer;

/**
 * An OPEN frame and who sent it.
 *
 * @param host the host name it asks for, lower case and without a port; empty when it names none
 */
public record OpenRequest(String containerId, String host, Login login, Peer peer) {}
