package dev.caravan.callback;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.List;

import org.apache.hc.client5.http.DnsResolver;

/** Leaves names to the proxy, which may know more than this machine; only an HTTP proxy's own name is looked up here. */
final class ProxyLooksUp implements DnsResolver {

    private final Proxy proxy;

    ProxyLooksUp(Proxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        if (proxy.type() == Proxy.Type.SOCKS) {
            return List.of(InetSocketAddress.createUnresolved(host, port));
        }
        return DnsResolver.super.resolve(host, port);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
