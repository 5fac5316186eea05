package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Leads the emulator's names to its proxy, and asks the selector before for everything else. */
final class AzureProxies extends ProxySelector {

    private final EmulatedAzure azure;
    private final @Nullable ProxySelector others;

    AzureProxies(EmulatedAzure azure, @Nullable ProxySelector others) {
        this.azure = azure;
        this.others = others;
    }

    /** A bare socket can only be led by SOCKS; java.net.http knows only HTTP proxies. */
    @Override
    public List<Proxy> select(URI uri) {
        if (azure.isName(uri.getHost())) {
            return List.of("socket".equals(uri.getScheme()) ? azure.socksProxy() : azure.httpProxy());
        }
        return others == null ? List.of(Proxy.NO_PROXY) : others.select(uri);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (others != null && !azure.isName(uri.getHost())) {
            others.connectFailed(uri, address, failure);
        }
    }
}
