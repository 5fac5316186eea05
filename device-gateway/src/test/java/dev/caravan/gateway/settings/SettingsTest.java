package dev.caravan.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.device.registration.DpsSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.0.1", "::1", "localhost"})
    void loopbackAddressesAreTaken(String address) {
        assertThat(new HttpSettings(address, 0).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "", " "})
    void everyOtherAddressIsRefusedWithTheReason(String address) {
        assertThatThrownBy(() -> new HttpSettings(address, 0))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("until TLS and access control are in full the API binds to loopback only");
    }

    @Test
    void portEndsAtItsEdges() {
        assertThat(new HttpSettings("127.0.0.1", 65535).port()).isEqualTo(65535);
        assertThatThrownBy(() -> new HttpSettings("127.0.0.1", 65536))
                .hasMessage("caravan.http.port is between 0 and 65535, not '65536'");
        assertThatThrownBy(() -> new HttpSettings("127.0.0.1", -1)).hasMessageContaining("'-1'");
    }

    @Test
    void idScopeIsRequired() {
        assertThatThrownBy(() -> provisioning("", 8))
                .hasMessageContaining("caravan.dps.id-scope")
                .hasMessageEndingWith("not empty");
    }

    @Test
    void registrationsAtOnceEndAtTheirEdges() {
        assertThat(provisioning("0ne00A1B2C3", 64).registrationsAtOnce()).isEqualTo(64);
        assertThatThrownBy(() -> provisioning("0ne00A1B2C3", 65)).hasMessageContaining("between 1 and 64, not '65'");
        assertThatThrownBy(() -> provisioning("0ne00A1B2C3", 0)).hasMessageContaining("not '0'");
    }

    @Test
    void ruleOfTheLibraryIsToldUnderOurKey() {
        RetrySettings reversed = retry(Duration.ofSeconds(5), Duration.ofSeconds(4));

        assertThatThrownBy(reversed::times).hasMessageStartingWith("caravan.retry: the longest wait");
    }

    @Test
    void proxyNeedsAHost() {
        assertThatThrownBy(() -> new OutboundSettings.Proxy(OutboundSettings.Type.SOCKS5, "", 1080))
                .hasMessage("caravan.outbound.proxy.host names the proxy, not empty");
    }

    @Test
    void anchorThatIsMissingIsNamed() {
        var none = new OutboundSettings.Proxy(OutboundSettings.Type.NONE, "", 0);
        OutboundSettings outbound = new OutboundSettings(none, List.of(Path.of("/nowhere/ca.pem")), List.of());

        assertThatThrownBy(outbound::open)
                .hasMessageStartingWith("caravan.outbound: the trust anchor file /nowhere/ca.pem");
    }

    @Test
    void passwordFileThatIsMissingIsNamed() {
        IdentitySettings identities = new IdentitySettings(Path.of("/nowhere/password"));

        assertThatThrownBy(identities::pkcs12Password)
                .hasMessage("caravan.identities.pkcs12-password-file is a readable file, not '/nowhere/password'");
    }

    private static ProvisioningSettings provisioning(String scope, int atOnce) {
        return new ProvisioningSettings(
                scope, DpsSettings.GLOBAL_ENDPOINT, DpsSettings.Transport.MQTT, Duration.ofSeconds(90), atOnce);
    }

    private static RetrySettings retry(Duration min, Duration max) {
        Duration hour = Duration.ofHours(1);
        return new RetrySettings(min, max, hour, hour, hour, hour);
    }
}
