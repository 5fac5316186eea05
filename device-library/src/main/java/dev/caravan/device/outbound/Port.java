package dev.caravan.device.outbound;

/** The range of a port that one can connect to. */
final class Port {

    private Port() {}

    static void check(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("the proxy's port is between 1 and 65535, not " + port);
        }
    }
}
