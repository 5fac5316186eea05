package dev.caravan.hub;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.hub.access.LimitSettings;
import dev.caravan.hub.tls.TlsSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpSettingsTest {

    private static final TlsSettings NO_TLS = new TlsSettings("", "");
    private static final TlsSettings TLS = new TlsSettings("hub.pem", "hub.key");
    private static final LimitSettings LIMITS = new LimitSettings(1, 1, 1, 1, 1, Duration.ofSeconds(1));

    private static HttpSettings settings(String address, int port, TlsSettings tls) {
        return new HttpSettings(address, port, tls, LIMITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1"})
    void loopbackAddressesAreTakenWithoutTls(String address) {
        assertThat(settings(address, 0, NO_TLS).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void otherAddressesWantTls(String address) {
        assertThat(settings(address, 0, TLS).address()).isEqualTo(address);
        assertThatThrownBy(() -> settings(address, 8080, NO_TLS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("caravan.http.address must be a loopback address")
                .hasMessageContaining("caravan.http.tls")
                .hasMessageContaining("'" + address + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "no such host"})
    void whatIsNoAddressIsRefusedEvenWithTls(String address) {
        assertThatThrownBy(() -> settings(address, 8080, TLS))
                .hasMessageStartingWith("caravan.http.address must be an address of this machine")
                .hasMessageContaining("'" + address + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535})
    void portsAreTakenUpToTheLast(int port) {
        assertThat(settings("127.0.0.1", port, NO_TLS).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void otherPortsAreRefused(int port) {
        assertThatThrownBy(() -> settings("127.0.0.1", port, NO_TLS))
                .hasMessage("caravan.http.port must be 0 to 65535, but is " + port);
    }

    @Test
    void urlSaysTlsAndReachesTheHubFromThisMachine() {
        assertThat(settings("::1", 0, NO_TLS).origin()).isEqualTo("http://[::1]");
        assertThat(settings("127.0.0.1", 0, TLS).origin()).isEqualTo("https://127.0.0.1");
        assertThat(settings("0.0.0.0", 0, TLS).origin()).isEqualTo("https://127.0.0.1");
    }

    @Test
    void certificateWithoutKeyIsRefusedByName() {
        assertThatThrownBy(() -> new TlsSettings("hub.pem", "")).hasMessageContaining("only the certificate is set");
        assertThatThrownBy(() -> new TlsSettings("", "hub.key")).hasMessageContaining("only the key is set");
    }

    @Test
    void limitsOfNothingAreRefused() {
        var second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new LimitSettings(0, 1, 1, 1, 1, second)).hasMessageContaining("principal-per-second");
        assertThatThrownBy(() -> new LimitSettings(1, 0, 1, 1, 1, second)).hasMessageContaining("address-per-second");
        assertThatThrownBy(() -> new LimitSettings(1, 1, 0, 1, 1, second)).hasMessageContaining("address-at-once");
        assertThatThrownBy(() -> new LimitSettings(1, 1, 1, 41, 1, second)).hasMessageContaining("principal-at-once");
        assertThatThrownBy(() -> new LimitSettings(1, 1, 1, 1, 0, second)).hasMessageContaining("principal-waiting");
        assertThatThrownBy(() -> new LimitSettings(1, 1, 1, 1, 1, Duration.ZERO))
                .hasMessageContaining("body-time");
    }
}
