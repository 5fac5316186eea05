package dev.caravan.callback;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.apache.hc.client5.http.DnsResolver;

/** The client's only way from a name to an address: it connects to what was judged, and asks no second time. */
final class JudgedLookUp implements DnsResolver {

    private final Targets targets;

    JudgedLookUp(Targets targets) {
        this.targets = targets;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return targets.addresses(host).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
