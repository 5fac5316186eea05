package dev.caravan.emulator.wire.tls;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Transport;

/** Decides, before TLS has begun, whether it may. Called on the connection's thread; must not block. */
public interface Handshakes {

    /** False while no handshake could be refused; then nobody reads the hello for nothing. */
    boolean areJudged();

    /**
     * What becomes of one handshake.
     *
     * @param server the name in the hello; null when it has none
     * @param transport what the port speaks: HTTPS also where a WebSocket may come of it
     */
    Fate judge(@Nullable String server, Transport transport);

    /** What becomes of a handshake. */
    enum Fate {
        /** It goes on. */
        GOES_ON,
        /** The client reads the alert {@code handshake_failure}. */
        ALERT,
        /** The connection is reset. */
        RESET
    }
}
