package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.certificate.LeafKey;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.LeafSubject;
import dev.caravan.hub.access.LimitSettings;
import dev.caravan.hub.tls.TlsSettings;

import static org.assertj.core.api.Assertions.assertThat;

class HubSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void productionConfigurationBindsToWhatItSays() {
        var settings = Configured.by(Configured.PRODUCTION);

        assertThat(settings.activation().iotHubs()).containsExactly("plant-a.azure-devices.net");
        assertThat(settings.http())
                .isEqualTo(new HttpSettings(
                        "127.0.0.1",
                        8080,
                        new TlsSettings("", ""),
                        new LimitSettings(250, 500, 100, 24, 200, Duration.ofSeconds(30))));
        assertThat(settings.certificate().leaf()).isEqualTo(LeafProfile.TEN_YEARS);
        assertThat(settings.endpoint().inbox()).startsWith("file:inbox?exclude=.*\\.part&excludeExt=sig");
    }

    @Test
    void leafProfileIsReadWithEverythingThatIsOptional() {
        var leaf = "--caravan.certificate.leaf.";
        var settings = Configured.by(
                Configured.PRODUCTION,
                leaf + "key=rsa-3072",
                leaf + "subject.country=DE",
                leaf + "subject.organization=Northgate Presses",
                leaf + "guid-uri=true",
                leaf + "crl-distribution-point=http://crl.example/issuer.crl");

        assertThat(settings.certificate().leaf())
                .isEqualTo(new LeafProfile(
                        LeafKey.RSA_3072,
                        new LeafSubject("DE", "", "", "Northgate Presses", ""),
                        true,
                        "http://crl.example/issuer.crl",
                        Duration.ofDays(3653),
                        Duration.ofMinutes(5)));
    }

    @Test
    void limitsAreTakenAndJustPastThemRefused() {
        assertThat(with("--caravan.chunk-rows=1", "--caravan.lease=2m")).isEmpty();
        assertThat(with("--caravan.chunk-rows=500")).isEmpty();
        assertThat(with("--caravan.chunk-rows=0")).isEqualTo("caravan.chunk-rows must be 1 to 500, but is 0");
        assertThat(with("--caravan.chunk-rows=501")).isEqualTo("caravan.chunk-rows must be 1 to 500, but is 501");
        assertThat(with("--caravan.lease=119999ms"))
                .startsWith("caravan.lease must be at least 2m, but is PT1M59.999S");
        assertThat(with("--caravan.lease=2m", "--caravan.dps.deferral=2m")).isEmpty();
        assertThat(with("--caravan.lease=2m", "--caravan.dps.deferral=121s"))
                .isEqualTo("caravan.dps.deferral must be at most caravan.lease, which is PT2M, but is PT2M1S");
    }

    @ParameterizedTest
    @CsvSource({
        "caravan.chunk-row, 7",
        "caravan.folders.inbocks, in",
        "caravan.endpoint.certifi, 'direct:x'",
        "caravan.outbound.proxy.user, me",
        "caravan.certificate.leaf.valid, 1d"
    })
    void unknownKeyStopsTheStartAndSaysWhereItStands(String key, String value) throws IOException {
        var file = Files.writeString(
                folder.resolve("hub.yaml"),
                "caravan.activation.iot-hubs: [plant-a.azure-devices.net]\n" + key + ": '" + value + "'\n");

        assertThat(Configured.complaint(file)).isEqualTo("setting " + key + " is unknown (hub.yaml, line 2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caravan.http.port: many|setting caravan.http.port (hub.yaml, line 2) has the value 'many'",
                "caravan.lease: soon|setting caravan.lease (hub.yaml, line 2) has the value 'soon'",
                "caravan.outbound.proxy.type: socks4|setting caravan.outbound.proxy.type (hub.yaml, line 2)",
                "caravan.http.address: 0.0.0.0|caravan.http.address must be a loopback address",
                "caravan.http.address:|caravan.http.address must be",
                "caravan.dps.clients: 33|caravan.dps.clients must be 1 to 32, but is 33",
                "caravan.certificate.leaf.validity: 1h|caravan.certificate.leaf.validity must be between PT24H and",
                "caravan.certificate.leaf.key: ed25519|setting caravan.certificate.leaf.key (hub.yaml, line 2) has the value"
                        + " 'ed25519', which does not fit: the Device Provisioning Service takes RSA and NIST curves only",
                "caravan.certificate.leaf.key: P-521|setting caravan.certificate.leaf.key (hub.yaml, line 2) has the value"
                        + " 'P-521', which does not fit: use one of P-256, P-384, RSA-2048, RSA-3072",
                "caravan.certificate.leaf.subject.country: de|caravan.certificate.leaf.subject.country must be two",
                "caravan.certificate.leaf.crl-distribution-point: https://a/b|caravan.certificate.leaf.crl-distribution-point",
                "caravan.certificate.provider: sun|setting caravan.certificate.provider (hub.yaml, line 2)"
            })
    void valueThatDoesNotFitIsNamedWithItsPlaceOrItsRule(String line, String words) throws IOException {
        var file = Files.writeString(
                folder.resolve("hub.yaml"), "caravan.activation.iot-hubs: [plant-a.azure-devices.net]\n" + line + "\n");

        assertThat(Configured.complaint(file)).startsWith(words).doesNotContain("\n");
    }

    @Test
    void startWithoutAConfigurationSaysWhatIsMissing() throws IOException {
        var empty = Files.writeString(folder.resolve("hub.yaml"), "caravan:\n");

        assertThat(Configured.complaint(empty))
                .startsWith("caravan.activation.iot-hubs is missing: config/hub.yaml")
                .doesNotContain("\n");
    }

    @Test
    void fileThatIsNoYamlIsNamedWithTheLine() throws IOException {
        var broken = Files.writeString(folder.resolve("hub.yaml"), "caravan:\n  lease: [5m\n");

        assertThat(Configured.complaint(broken))
                .startsWith("hub.yaml is no YAML, line ")
                .doesNotContain("\n");
    }

    private String with(String... arguments) {
        try {
            Configured.by(Configured.PRODUCTION, arguments);
            return "";
        } catch (RuntimeException refused) {
            return StartFailure.inOneLine(refused);
        }
    }
}
