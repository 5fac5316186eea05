package dev.caravan.hub.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.outbound.OutboundSettings.Proxy.Type;

import static org.assertj.core.api.Assertions.assertThat;

class AzureProxySelectorTest {

    private static final OutboundSettings.Proxy SOCKS = new OutboundSettings.Proxy(Type.SOCKS5, "proxy.plant", 1080);
    private static final OutboundSettings.Proxy HTTP = new OutboundSettings.Proxy(Type.HTTP, "proxy.plant", 3128);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.azure-devices-provisioning.net/",
                "https://plant-a.azure-devices.net/",
                "socket://Plant-A.Azure-Devices.NET:8883"
            })
    void azureIsReachedThroughTheProxyWhoseNameAndAzuresAreNotResolvedHere(String uri) {
        var proxies = new AzureProxySelector(null, SOCKS).select(URI.create(uri));

        assertThat(proxies)
                .containsExactly(new Proxy(Proxy.Type.SOCKS, InetSocketAddress.createUnresolved("proxy.plant", 1080)));
    }

    @Test
    void httpProxyIsSpokenToAsOne() {
        assertThat(new AzureProxySelector(null, HTTP)
                        .select(URI.create("https://x.azure-devices-provisioning.net"))
                        .get(0)
                        .type())
                .isEqualTo(Proxy.Type.HTTP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "https://azure-devices.net.example.com/",
                "https://notazure-devices.net/",
                "file:/tmp/x",
                "socket://127.0.0.1:5432"
            })
    void allElseGoesAsItWentBefore(String uri) {
        var before = new Remembering();

        assertThat(new AzureProxySelector(before, SOCKS).select(URI.create(uri)))
                .isSameAs(before.proxies);
        assertThat(new AzureProxySelector(null, SOCKS).select(URI.create(uri))).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void failureIsToldToTheSelectorBefore() {
        var before = new Remembering();
        var uri = URI.create("https://example.com/");

        new AzureProxySelector(before, SOCKS)
                .connectFailed(uri, new InetSocketAddress("127.0.0.1", 1), new IOException("refused"));

        assertThat(before.failed).containsExactly(uri);
    }

    private static final class Remembering extends ProxySelector {
        private final List<Proxy> proxies = List.of(Proxy.NO_PROXY);
        private final List<URI> failed = new ArrayList<>();

        @Override
        public List<Proxy> select(URI uri) {
            return proxies;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            failed.add(uri);
        }
    }
}
