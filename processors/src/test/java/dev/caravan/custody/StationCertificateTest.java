package dev.caravan.custody;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Certificates that a key must not be sealed for: each is refused with setting, file, rule and value. */
class StationCertificateTest {

    private static final String SETTING = "caravan.custody.station-certificates: ";

    @TempDir
    Path folder;

    private Instant now = Instant.now().plusSeconds(60);

    @Test
    void usageThatFitsTheKeyIsTaken() throws Exception {
        for (var good : List.of(
                Station.onCurve(folder.resolve("ec"), "P-256", "-addext", "keyUsage=critical,keyAgreement"),
                Station.withRsa(folder.resolve("rsa"), 2048, "-addext", "keyUsage=keyEncipherment"),
                Station.onCurve(folder.resolve("none"), "P-384"))) {
            assertThatCode(() -> StationSeal.of(
                            List.of(good.certificate()), SealedIdentitiesTest.tools(Clock.fixed(now, ZoneOffset.UTC))))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void expiredAndNotYetValid() throws Exception {
        var station = Station.onCurve(folder.resolve("station"), "P-256");

        now = Instant.now().plus(Duration.ofDays(31));
        refused(station.certificate(), "the certificate must be valid today, but expired at 20");

        now = Instant.now().minus(Duration.ofDays(1));
        refused(station.certificate(), "the certificate must be valid today, but begins at 20");
    }

    @Test
    void usageOfAnotherKind() throws Exception {
        refused(
                Station.onCurve(folder.resolve("ec"), "P-256", "-addext", "keyUsage=digitalSignature")
                        .certificate(),
                "the key usage must allow keyAgreement (or the certificate must have no key usage), but does not");
        refused(
                Station.withRsa(folder.resolve("rsa"), 2048, "-addext", "keyUsage=digitalSignature")
                        .certificate(),
                "the key usage must allow keyEncipherment");
    }

    @Test
    void weakAndUnsuitableKeys() throws Exception {
        refused(
                Station.withRsa(folder.resolve("weak"), 1024).certificate(),
                "an RSA key must have at least 2048 bits, but has 1024");
        refused(
                Station.onCurve(folder.resolve("p521"), "P-521").certificate(),
                "the key must be EC on P-256 or P-384, or RSA, but is EC on another curve (1.3.132.0.35)");
        refused(
                Station.make(folder.resolve("ed"), List.of("-newkey", "ed25519"))
                        .certificate(),
                "the key must be EC on P-256 or P-384, or RSA, but is EdDSA (1.3.101.112)");
        refused(
                Station.make(folder.resolve("pss"), List.of("-newkey", "rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"))
                        .certificate(),
                "the key must be EC on P-256 or P-384, or RSA, but is RSASSA-PSS");
    }

    @Test
    void whatIsNoCertificateOrMoreThanOne() throws Exception {
        var station = Station.onCurve(folder.resolve("station"), "P-256");
        var pem = Files.readString(station.certificate());

        refused(folder.resolve("absent.pem"), "must hold a station's certificate in PEM, but cannot be read");
        for (var garbage :
                List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            refused(Files.writeString(folder.resolve("garbage.pem"), garbage), "but holds none");
        }
        refused(Files.writeString(folder.resolve("two.pem"), pem + pem), "the station's own, but holds 2");
        refused(
                Files.writeString(folder.resolve("both.pem"), pem + Files.readString(station.key())),
                "must hold a certificate only, but a private key is in it");
    }

    private void refused(Path file, String words) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StationSeal.of(List.of(file), SealedIdentitiesTest.tools(clock)))
                .withMessageStartingWith(SETTING + file + ": ")
                .withMessageContaining(words)
                .withMessageNotContaining("\n");
    }
}
