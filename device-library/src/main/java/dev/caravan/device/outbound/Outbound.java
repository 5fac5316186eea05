package dev.caravan.device.outbound;

import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import dev.caravan.device.identity.DeviceIdentity;

/**
 * The way out, made once per process: installs the proxy for Azure's host names and holds the trust anchors.
 *
 * <p>The Azure clients take no proxy of their own over MQTT, so the proxy is a JVM-wide {@link java.net.ProxySelector}. It
 * answers for Azure's names and for the names given here, and leaves every other connection to the selector it found.
 */
public final class Outbound {

    private final OutboundProxy proxy;
    private final X509TrustManager trust;

    private Outbound(OutboundProxy proxy, X509TrustManager trust) {
        this.proxy = proxy;
        this.trust = trust;
    }

    /**
     * Reads the anchors and installs the proxy.
     *
     * @param trustAnchors PEM files that are trusted as well as the anchors of the JVM
     * @param ownHosts names besides Azure's public ones that go through the proxy too, such as a private endpoint
     * @throws IllegalArgumentException when an anchor file cannot be read; the message names the file
     */
    public static Outbound open(OutboundProxy proxy, List<Path> trustAnchors, List<String> ownHosts) {
        X509TrustManager trust = TrustAnchors.withJvmDefaults(trustAnchors);
        AzureProxySelector.install(proxy, ownHosts);
        return new Outbound(proxy, trust);
    }

    /** Straight out, with the JVM's own trust anchors. */
    public static Outbound direct() {
        return open(new OutboundProxy.None(), List.of(), List.of());
    }

    /**
     * A TLS context that judges a server by the JVM's anchors and these, and proves nobody: for a server in the house.
     *
     * @throws IllegalArgumentException when an anchor file cannot be read; the message names the file
     */
    public static SSLContext trusting(List<Path> trustAnchors) {
        return DeviceTls.context(TrustAnchors.withJvmDefaults(trustAnchors));
    }

    public OutboundProxy proxy() {
        return proxy;
    }

    /** A plain-words remark for failures: names the proxy, empty without one. */
    public String byWayOf() {
        if (proxy instanceof OutboundProxy.Socks5 socks) {
            return ", by way of the proxy " + socks.host() + ":" + socks.port();
        }
        return proxy instanceof OutboundProxy.Http http
                ? ", by way of the proxy " + http.host() + ":" + http.port()
                : "";
    }

    /** A TLS context that proves this identity and judges the server by the JVM's anchors and the extra ones. */
    public SSLContext tls(DeviceIdentity identity) {
        return DeviceTls.context(identity, trust);
    }
}
