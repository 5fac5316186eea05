package dev.caravan.device.outbound;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AzureProxySelectorTest {

    private static final Proxy ELSEWHERE = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("else", 1));
    private final ProxySelector before = ProxySelector.getDefault();

    @AfterEach
    void restore() {
        ProxySelector.setDefault(before);
    }

    @Test
    void socksServesEveryProtocolToAzure() {
        ProxySelector selector = selector(new OutboundProxy.Socks5("127.0.0.1", 1080));

        for (String uri : List.of(
                "socket://plant-a.azure-devices.net:8883",
                "https://GLOBAL.azure-devices-provisioning.net/x",
                "https://dps.plant.example/")) {
            assertThat(selector.select(URI.create(uri)))
                    .as(uri)
                    .containsExactly(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", 1080)));
        }
    }

    @Test
    void httpProxyServesHttpsOnly() {
        ProxySelector selector = selector(new OutboundProxy.Http("127.0.0.1", 3128));

        assertThat(selector.select(URI.create("https://plant-a.azure-devices.net/")))
                .containsExactly(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 3128)));
        assertThat(selector.select(URI.create("socket://plant-a.azure-devices.net:8883")))
                .containsExactly(ELSEWHERE);
    }

    @Test
    void everythingElseGoesWhereItWentBefore() {
        ProxySelector selector = selector(new OutboundProxy.Socks5("127.0.0.1", 1080));

        for (String uri :
                List.of("https://example.com/", "socket://azure-devices.net.evil.example:1", "socket:opaque")) {
            assertThat(selector.select(URI.create(uri))).as(uri).containsExactly(ELSEWHERE);
        }
    }

    @Test
    void secondInstallReplacesTheFirstInsteadOfPilingUp() {
        ProxySelector.setDefault(elsewhere());
        AzureProxySelector.install(new OutboundProxy.Socks5("127.0.0.1", 1), List.of());
        AzureProxySelector.install(new OutboundProxy.None(), List.of());

        assertThat(ProxySelector.getDefault().select(URI.create("socket://plant-a.azure-devices.net:8883")))
                .containsExactly(ELSEWHERE);
    }

    private static ProxySelector selector(OutboundProxy proxy) {
        return new AzureProxySelector(proxy, List.of("dps.plant.example"), elsewhere());
    }

    private static ProxySelector elsewhere() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(ELSEWHERE);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
        };
    }
}
