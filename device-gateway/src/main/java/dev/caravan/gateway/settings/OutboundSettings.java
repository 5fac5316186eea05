package dev.caravan.gateway.settings;

import java.nio.file.Path;
import java.util.List;

import dev.caravan.device.outbound.Outbound;
import dev.caravan.device.outbound.OutboundProxy;

/**
 * The way out to Azure.
 *
 * @param trustAnchors PEM files trusted besides the JVM's own
 * @param hosts names besides Azure's that go through the proxy too
 */
public record OutboundSettings(Proxy proxy, List<Path> trustAnchors, List<String> hosts) {

    /** Ways out. */
    public enum Type {
        NONE,
        SOCKS5,
        HTTP
    }

    /**
     * One proxy.
     *
     * @param host empty without a proxy
     * @param port 0 without a proxy
     */
    public record Proxy(Type type, String host, int port) {

        public Proxy {
            if (type != Type.NONE && host.isBlank()) {
                throw new BadSetting("caravan.outbound.proxy.host", "names the proxy", host);
            }
        }

        OutboundProxy way() {
            return switch (type) {
                case NONE -> new OutboundProxy.None();
                case SOCKS5 -> new OutboundProxy.Socks5(host, port);
                case HTTP -> new OutboundProxy.Http(host, port);
            };
        }
    }

    /** Reads the anchors and installs the proxy for the whole process. */
    public Outbound open() {
        try {
            return Outbound.open(proxy.way(), trustAnchors, hosts);
        } catch (IllegalArgumentException e) {
            throw BadSetting.under("caravan.outbound", e);
        }
    }
}
