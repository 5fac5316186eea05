package dev.caravan.certificate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.caravan.board.GivenKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Certificates that boards bring, good and bad. */
class ExistingCertificateTest {

    private static final String SUBJECT = "CN=" + Fixtures.BOARD;
    private static final TestCertificate ROOT =
            TestCertificate.of("CN=Maker's root").with(Extension.basicConstraints, true, new BasicConstraints(true));
    private static final TestCertificate GOOD = TestCertificate.of(SUBJECT).signedBy(ROOT);

    static Stream<TestCertificate> good() {
        return Stream.of(
                GOOD,
                TestCertificate.of(SUBJECT),
                TestCertificate.of("O=Maker," + SUBJECT),
                GOOD.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                })),
                GOOD.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
                GOOD.with(Extension.basicConstraints, true, new BasicConstraints(false)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void certificateOfABoardIsTaken(TestCertificate certificate) {
        var given = judge(TestKeys.RULES, certificate.pem());

        assertThat(given.mode()).isEqualTo(GivenKey.Mode.CERTIFICATE);
    }

    static Stream<Arguments> bad() {
        var now = Instant.now();
        return Stream.of(
                arguments(TestCertificate.of("CN=another"), "the common name must be the board's GUID in lower case"),
                arguments(TestCertificate.of(SUBJECT.toUpperCase(Locale.ROOT)), "in lower case"),
                arguments(TestCertificate.of(SUBJECT + "," + SUBJECT), "exactly one common name, but has 2"),
                arguments(
                        GOOD.validFrom(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))),
                        "must be valid today"),
                arguments(
                        GOOD.validFrom(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2))),
                        "must be valid today"),
                arguments(
                        TestCertificate.of(SUBJECT).with(TestKeys.rsa(1024), "SHA256withRSA"),
                        "but is 'RSA with 1024 bits'"),
                arguments(TestCertificate.of(SUBJECT).with(TestKeys.rsa(2048), "SHA1withRSA"), "but is 'SHA1WITHRSA'"),
                arguments(
                        TestCertificate.of(SUBJECT).with(TestKeys.ec("secp192r1"), "SHA256withECDSA"),
                        "but is 'EC on prime192v1'"),
                arguments(
                        GOOD.with(Extension.basicConstraints, true, new BasicConstraints(true)),
                        "but is an authority's"),
                arguments(
                        GOOD.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyAgreement)),
                        "must allow digitalSignature"),
                arguments(
                        GOOD.with(
                                Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth)),
                        "must allow clientAuth"),
                arguments(
                        GOOD.with(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE),
                        "a critical extension must be one of RFC 5280"),
                arguments(forged(), "names itself as its issuer, but is not signed by its key"));
    }

    private static TestCertificate forged() {
        var own = TestCertificate.of(SUBJECT);
        return new TestCertificate(
                own.subject(),
                own.subject(),
                own.key(),
                ROOT.key(),
                own.signature(),
                own.from(),
                own.until(),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void certificateThatIsNotABoardsIsRefusedWithTheRuleThatItBreaks(TestCertificate certificate, String rule) {
        assertThatExceptionOfType(RefusedKeyException.class)
                .isThrownBy(() -> judge(TestKeys.RULES, certificate.pem()))
                .withMessageContaining(rule);
    }

    @Test
    void whereIssuersAreTrustedOnlyTheirCertificatesCountAlsoOverAnIntermediateThatComesAlong() {
        var rules = new GivenKeyRules(TestKeys.TOOLS, List.of(ROOT.make()), new KnownKeys(List.of(), Map::of));
        var between = TestCertificate.of("CN=Between")
                .with(Extension.basicConstraints, true, new BasicConstraints(0))
                .signedBy(ROOT);
        var leaf = TestCertificate.of(SUBJECT).signedBy(between);

        assertThat(judge(rules, GOOD.pem()).digest()).isNotNull();
        assertThat(judge(rules, leaf.pem() + between.pem()).digest()).isNotNull();
        for (var other : List.of(leaf.pem(), TestCertificate.of(SUBJECT).pem())) {
            assertThatExceptionOfType(RefusedKeyException.class)
                    .isThrownBy(() -> judge(rules, other))
                    .withMessageContaining(
                            "must be issued by one of caravan.intake.trusted-certificate-issuers, but is");
        }
    }

    private static GivenKey judge(GivenKeyRules rules, String content) {
        return rules.certificate(Fixtures.BOARD, content.getBytes(StandardCharsets.US_ASCII));
    }
}
