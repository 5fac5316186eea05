package dev.caravan.device.outbound;

/** How sockets leave the plant: exactly one of three ways. */
public sealed interface OutboundProxy {

    /** Straight out, as the JVM is set up. */
    record None() implements OutboundProxy {}

    /**
     * A SOCKS5 proxy without authentication. It carries every protocol, and names are resolved by the proxy, not here.
     *
     * @param host name or address of the proxy
     * @param port 1 to 65535
     */
    record Socks5(String host, int port) implements OutboundProxy {

        public Socks5 {
            Port.check(port);
        }
    }

    /**
     * An HTTP proxy that allows CONNECT to port 443. Registration then goes over HTTPS and the hub session over WebSocket,
     * because raw MQTT cannot pass it.
     *
     * @param host name or address of the proxy
     * @param port 1 to 65535
     */
    record Http(String host, int port) implements OutboundProxy {

        public Http {
            Port.check(port);
        }
    }
}
