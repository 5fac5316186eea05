package dev.caravan.hub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1"})
    void loopbackAddressesAreTaken(String address) {
        assertThat(new HttpSettings(address, 0).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "", " ", "no such host"})
    void everyOtherAddressIsRefusedByName(String address) {
        assertThatThrownBy(() -> new HttpSettings(address, 8080))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("caravan.http.address must be a loopback address")
                .hasMessageContaining("'" + address + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535})
    void portsAreTakenUpToTheLast(int port) {
        assertThat(new HttpSettings("127.0.0.1", port).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void otherPortsAreRefused(int port) {
        assertThatThrownBy(() -> new HttpSettings("127.0.0.1", port))
                .hasMessage("caravan.http.port must be 0 to 65535, but is " + port);
    }

    @Test
    void addressOfVersionSixStandsInBracketsInTheUrl() {
        assertThat(new HttpSettings("::1", 0).host()).isEqualTo("[::1]");
        assertThat(new HttpSettings("127.0.0.1", 0).host()).isEqualTo("127.0.0.1");
    }
}
