package dev.caravan.certificate;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeafProfileTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void durationsAreTakenUpToTheirBoundsAndRefusedJustPastThem() {
        assertThat(lasting(DAY, DAY).backdate()).isEqualTo(DAY);
        assertThat(lasting(Duration.ofDays(9125), Duration.ZERO).validity()).isEqualTo(Duration.ofDays(9125));
        refused(day -> lasting(day.minusSeconds(1), Duration.ZERO), "validity must be between PT24H and PT219000H");
        refused(day -> lasting(Duration.ofDays(9125).plusSeconds(1), Duration.ZERO), "validity must be between");
        refused(
                day -> lasting(day, Duration.ofMinutes(-1)),
                "backdate must be between PT0S and PT24H (ISO 8601), but is PT-1M");
        refused(day -> lasting(day, day.plusSeconds(1)), "backdate must be between");
    }

    @ParameterizedTest
    @CsvSource({"p-256,P-256", "P-384,P-384", "rsa-2048,RSA-2048", "RSA-3072 ,RSA-3072"})
    void keysAreKnownByTheirNames(String text, String name) {
        assertThat(LeafKey.of(text)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-1024", "P-521", "secp256k1", ""})
    void otherKeysAreRefusedWithThoseThatAreTaken(String name) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LeafKey.of(name))
                .withMessage("use one of P-256, P-384, RSA-2048, RSA-3072");
    }

    @Test
    void ed25519IsRefusedWithTheReason() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LeafKey.of("ed25519"))
                .withMessage(
                        "the Device Provisioning Service takes RSA and NIST curves only, so a board with an Ed25519"
                                + " key could never register: use one of P-256, P-384, RSA-2048, RSA-3072");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crl.example/a",
                "ldap://crl.example/a",
                "crl.example/a",
                "http:///a",
                "http://a b",
                "http://a/ö"
            })
    void distributionPointThatIsNoHttpUrlIsRefusedWithTheReason(String url) {
        refused(day -> Profiles.withDistributionPoint(url), "crl-distribution-point must be an http:// URL");
    }

    @Test
    void countryIsTwoCapitalLetters() {
        assertThat(new LeafSubject("DE", "", "", "", "").attributes()).containsExactly(Map.entry("C", "DE"));
        refused(
                day -> new LeafSubject("de", "", "", "", ""),
                "subject.country must be two capital letters, but is 'de'");
        refused(day -> new LeafSubject("DEU", "", "", "", ""), "subject.country");
    }

    @Test
    void attributesAreBoundedAsTheStandardSays() {
        assertThat(new LeafSubject("", "s".repeat(128), "", "ö".repeat(64), "").attributes())
                .hasSize(2);
        refused(day -> new LeafSubject("", "", "", "ö".repeat(65), ""), "subject.organization must have at most 64");
        refused(day -> new LeafSubject("", "", "", "", "o".repeat(65)), "subject.organizational-unit");
        refused(day -> new LeafSubject("", "s".repeat(129), "", "", ""), "subject.state must have at most 128");
        refused(day -> new LeafSubject("", "", " l", "", ""), "subject.locality");
        refused(day -> new LeafSubject("", "", "", "a\u0000b", ""), "subject.organization");
        refused(day -> new LeafSubject("", "", "", "CN=b", ""), "subject.organization");
    }

    private static LeafProfile lasting(Duration validity, Duration backdate) {
        return new LeafProfile(LeafKey.P_256, LeafSubject.NOTHING_ELSE, false, "", validity, backdate);
    }

    private static void refused(Function<Duration, ?> profile, String words) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> profile.apply(DAY))
                .withMessageStartingWith("caravan.certificate.leaf." + words);
    }
}
