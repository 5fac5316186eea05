package dev.caravan.device.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Sends connections to Azure's names through the proxy and everything else where it went before. */
final class AzureProxySelector extends ProxySelector {

    private static final List<String> AZURE = List.of(
            ".azure-devices.net",
            ".azure-devices-provisioning.net",
            ".azure-devices.us",
            ".azure-devices-provisioning.us",
            ".azure-devices.cn",
            ".azure-devices-provisioning.cn");

    private final OutboundProxy proxy;
    private final Set<String> ownHosts;
    private final @Nullable ProxySelector others;

    AzureProxySelector(OutboundProxy proxy, List<String> ownHosts, @Nullable ProxySelector others) {
        this.proxy = proxy;
        this.ownHosts = Set.copyOf(ownHosts);
        this.others = others;
    }

    /** Replaces an earlier selector of this kind instead of piling up. */
    static synchronized void install(OutboundProxy proxy, List<String> ownHosts) {
        ProxySelector found = ProxySelector.getDefault();
        ProxySelector others = found instanceof AzureProxySelector earlier ? earlier.others : found;
        ProxySelector.setDefault(
                proxy instanceof OutboundProxy.None ? others : new AzureProxySelector(proxy, ownHosts, others));
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (isOurs(uri.getHost())) {
            if (proxy instanceof OutboundProxy.Socks5 socks) {
                return List.of(new Proxy(Proxy.Type.SOCKS, address(socks.host(), socks.port())));
            }
            if (proxy instanceof OutboundProxy.Http http && "https".equals(uri.getScheme())) {
                return List.of(new Proxy(Proxy.Type.HTTP, address(http.host(), http.port())));
            }
        }
        return others == null ? List.of(Proxy.NO_PROXY) : others.select(uri);
    }

    /** No second way is tried: a plant that names a proxy means it. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {
        if (!isOurs(uri.getHost()) && others != null) {
            others.connectFailed(uri, address, cause);
        }
    }

    private boolean isOurs(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return ownHosts.contains(name) || AZURE.stream().anyMatch(name::endsWith);
    }

    private static SocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }
}
