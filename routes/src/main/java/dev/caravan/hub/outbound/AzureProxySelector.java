package dev.caravan.hub.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Sends connections to Azure host names through the proxy, and leaves all others as they were. */
final class AzureProxySelector extends ProxySelector {

    private static final List<String> AZURE = List.of(".azure-devices-provisioning.net", ".azure-devices.net");

    private final @Nullable ProxySelector previous;
    private final List<Proxy> proxies;

    AzureProxySelector(@Nullable ProxySelector previous, OutboundSettings.Proxy proxy) {
        this.previous = previous;
        var type = proxy.type() == OutboundSettings.Proxy.Type.SOCKS5 ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        this.proxies = List.of(new Proxy(type, InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
    }

    @Override
    public List<Proxy> select(URI uri) {
        var host = uri.getHost();
        if (host != null && AZURE.stream().anyMatch(host.toLowerCase(Locale.ROOT)::endsWith)) {
            return proxies;
        }
        return previous == null ? List.of(Proxy.NO_PROXY) : previous.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (previous != null) {
            previous.connectFailed(uri, address, failure);
        }
    }
}
