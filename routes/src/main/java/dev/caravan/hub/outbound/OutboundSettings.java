package dev.caravan.hub.outbound;

import java.nio.file.Path;
import java.util.List;

/**
 * The hub's way out to Azure ({@code caravan.outbound}).
 *
 * @param trustAnchors PEM files of certificate authorities trusted beside the JVM's own
 */
public record OutboundSettings(Proxy proxy, List<Path> trustAnchors) {

    public OutboundSettings {
        trustAnchors = List.copyOf(trustAnchors);
    }

    /**
     * The proxy between the hub and Azure.
     *
     * @param host ignored for type none, as is the port
     */
    public record Proxy(Type type, String host, int port) {

        private static final int LAST_PORT = 65535;

        /** How the proxy is spoken to. */
        public enum Type {
            /** No proxy. */
            NONE,
            /** SOCKS version 5, without a password; resolves names itself. */
            SOCKS5,
            /** HTTP CONNECT, without a password. */
            HTTP
        }

        public Proxy {
            if (type != Type.NONE && (host.isBlank() || port < 1 || port > LAST_PORT)) {
                throw new IllegalArgumentException(
                        "caravan.outbound.proxy needs a host, and a port of 1 to 65535, for type " + type
                                + ", but has '" + host + "' and " + port);
            }
        }
    }
}
