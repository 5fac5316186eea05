package dev.caravan.hub.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

import dev.caravan.access.Role;
import dev.caravan.hub.access.Credentials.Admission;
import dev.caravan.hub.access.Credentials.Admission.Known;
import dev.caravan.hub.access.Credentials.Admission.Nobody;
import dev.caravan.hub.tls.TestCa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StationCredentialsTest {

    private static final Clock NOW = Clock.systemUTC();

    @TempDir
    Path folder;

    private StationSettings station;
    private X509Certificate certificate;

    @BeforeEach
    void makeStation() throws IOException {
        station = new StationSettings("hall-1", List.of(new TestCa().issueClient(folder, "hall-1")));
        certificate = station.chains().get(0).get(0);
    }

    @Test
    void certificateOfTheConfigurationIsItsStation() {
        var admission = shown(NOW, certificate);

        assertThat(admission).isInstanceOfSatisfying(Known.class, known -> {
            assertThat(known.principal().name()).isEqualTo("station:hall-1");
            assertThat(known.principal().role()).isEqualTo(Role.STATION);
        });
    }

    @Test
    void certificateOpensNothingBeforeItBeginsAndAfterItsEnd() {
        var from = certificate.getNotBefore().toInstant();
        var to = certificate.getNotAfter().toInstant();

        assertThat(shown(at(from), certificate)).isInstanceOf(Known.class);
        assertThat(shown(at(to), certificate)).isInstanceOf(Known.class);
        assertThat(shown(at(from.minusMillis(1)), certificate)).isInstanceOf(Nobody.class);
        assertThat(shown(at(to.plusMillis(1)), certificate)).isInstanceOf(Nobody.class);
    }

    @Test
    void authorityOfAStationIsNobodyNorIsWhoShowsNothing() {
        assertThat(shown(NOW, station.chains().get(0).get(1))).isInstanceOf(Nobody.class);
        assertThat(new StationCredentials(List.of(station), NOW).admit(new MockHttpServletRequest()))
                .isInstanceOf(Nobody.class);
    }

    @Test
    void oneCertificateIsOneStation() {
        var twin = new StationSettings("hall-2", station.certificateFiles());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationCredentials(List.of(station, twin), NOW))
                .withMessageContaining("one of hall-2 is there twice");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa:1024, '', RSA of 2048 bits",
        "ed25519, '', P-256 or P-384",
        "rsa:2048, keyUsage=keyEncipherment, digitalSignature",
        "rsa:2048, extendedKeyUsage=serverAuth, clientAuth"
    })
    void certificateThatIsNoneOfAStationStopsTheStart(String key, String extension, String rule) throws Exception {
        var file = folder.resolve("odd.pem");
        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "openssl req -x509 -nodes -subj /CN=odd -keyout odd.key -out odd.pem -newkey " + key
                                + (extension.isEmpty() ? "" : " -addext " + extension))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.txt").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationSettings("hall-3", List.of(file)).chains())
                .withMessageStartingWith("caravan.access.stations[].certificate-files: " + file + " of hall-3 must ")
                .withMessageContaining(rule);
    }

    @Test
    void privateKeyInTheFileIsRefusedAndSoIsAnEmptyFile() throws IOException {
        var both = Files.writeString(
                folder.resolve("both.pem"),
                Files.readString(folder.resolve("hall-1.pem")) + Files.readString(folder.resolve("hall-1.key")));
        var empty = Files.writeString(folder.resolve("empty.pem"), "");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationSettings("hall-1", List.of(both)).chains())
                .withMessageContaining("a private key is in it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationSettings("hall-1", List.of(empty)).chains())
                .withMessageContaining("hold a certificate in PEM");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationSettings("Hall 1", List.of(both)))
                .withMessageContaining("lower-case");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StationSettings("hall-1", List.of()))
                .withMessageContaining("one or two files");
    }

    private Admission shown(Clock clock, X509Certificate first) {
        var request = new MockHttpServletRequest();
        request.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[] {first});
        return new StationCredentials(List.of(station), clock).admit(request);
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
