package dev.caravan.benchmark.emulator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Leads the service client, which knows no ports, to both servers by the same kind of way: each behind a SOCKS port. */
final class Reach extends ProxySelector {

    private final Map<String, InetSocketAddress> proxies;

    private Reach(Map<String, InetSocketAddress> proxies) {
        this.proxies = Map.copyOf(proxies);
    }

    /** For the whole JVM: host names lead to proxies, and these authorities are trusted. */
    static void open(Map<String, InetSocketAddress> proxies, List<X509Certificate> authorities) {
        ProxySelector.setDefault(new Reach(proxies));
        HttpsURLConnection.setDefaultSSLSocketFactory(trusting(authorities).getSocketFactory());
    }

    @Override
    public List<Proxy> select(URI uri) {
        var proxy = proxies.get(uri.getHost());
        return List.of(proxy == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.SOCKS, proxy));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

    private static SSLContext trusting(List<X509Certificate> authorities) {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (var authority : authorities) {
                trusted.setCertificateEntry("ca-" + trusted.size(), authority);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
