package dev.caravan.hub.outbound;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.hub.outbound.OutboundSettings.Proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboundSettingsTest {

    @Test
    void withoutAProxyHostAndPortAreIgnored() {
        assertThat(new Proxy(Proxy.Type.NONE, "", 0).type()).isEqualTo(Proxy.Type.NONE);
    }

    @ParameterizedTest
    @CsvSource({"'',1080", "' ',1080", "proxy,0", "proxy,-1", "proxy,65536"})
    void proxyNeedsHostAndPort(String host, int port) {
        for (var type : List.of(Proxy.Type.SOCKS5, Proxy.Type.HTTP)) {
            assertThatThrownBy(() -> new Proxy(type, host, port))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("caravan.outbound.proxy needs a host, and a port of 1 to 65535")
                    .hasMessageEndingWith("'" + host + "' and " + port);
        }
    }

    @ParameterizedTest
    @EnumSource(Proxy.Type.class)
    void everyTypeTakesTheFirstAndTheLastPort(Proxy.Type type) {
        assertThat(new Proxy(type, "proxy", 1).port()).isEqualTo(1);
        assertThat(new Proxy(type, "proxy", 65535).port()).isEqualTo(65535);
    }

    @Test
    void laterChangesOfTheListDoNotReachTheSettings() {
        var anchors = new ArrayList<>(List.of(Path.of("a.pem")));
        var settings = new OutboundSettings(new Proxy(Proxy.Type.NONE, "", 0), anchors);

        anchors.clear();

        assertThat(settings.trustAnchors()).containsExactly(Path.of("a.pem"));
    }
}
