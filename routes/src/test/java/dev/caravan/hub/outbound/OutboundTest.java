package dev.caravan.hub.outbound;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;
import dev.caravan.hub.outbound.OutboundSettings.Proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutboundTest {

    private static final Proxy NONE = new Proxy(Proxy.Type.NONE, "", 0);

    private final ProxySelector selector = ProxySelector.getDefault();
    private final SSLSocketFactory sockets = HttpsURLConnection.getDefaultSSLSocketFactory();

    @TempDir
    private Path folder;

    @AfterEach
    void putBack() {
        ProxySelector.setDefault(selector);
        HttpsURLConnection.setDefaultSSLSocketFactory(sockets);
    }

    @Test
    void withoutProxyAndAnchorsTheJvmStaysAsItWas() {
        Outbound.apply(new OutboundSettings(NONE, List.of()));

        assertThat(ProxySelector.getDefault()).isSameAs(selector);
        assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isSameAs(sockets);
    }

    @Test
    void proxyBecomesTheWayToAzure() {
        Outbound.apply(new OutboundSettings(new Proxy(Proxy.Type.SOCKS5, "proxy", 1080), List.of()));

        assertThat(ProxySelector.getDefault()).isInstanceOf(AzureProxySelector.class);
    }

    @Test
    void anchorsBesideTheJvmsOwnAreTaken() throws IOException {
        var tools = new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
        Issuers.openOrFound(folder.resolve("ca"), "a password of a test".toCharArray(), tools);
        Path chain;
        try (var files = Files.list(folder.resolve("ca"))) {
            chain = files.filter(file -> file.toString().endsWith(".pem"))
                    .findFirst()
                    .orElseThrow();
        }

        Outbound.apply(new OutboundSettings(NONE, List.of(chain)));

        assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isNotSameAs(sockets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no certificate at all", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void fileThatHoldsNoCertificateIsNamedBesideItsSetting(String content) throws IOException {
        var file = Files.writeString(folder.resolve("firewall.pem"), content);

        assertThatThrownBy(() -> Outbound.apply(new OutboundSettings(NONE, List.of(file))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("caravan.outbound.trust-anchors: " + file);
        assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isSameAs(sockets);
    }

    @Test
    void missingFileIsNamedBesideItsSetting() {
        var file = folder.resolve("absent.pem");

        assertThatThrownBy(() -> Outbound.apply(new OutboundSettings(NONE, List.of(file))))
                .hasMessage("caravan.outbound.trust-anchors: " + file + " cannot be read as PEM certificates");
    }
}
