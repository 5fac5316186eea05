package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CertificateAuthorityTest {

    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_KEY = "2.5.29.14";
    private static final String AUTHORITY_KEY = "2.5.29.35";

    @TempDir
    Path data;

    private Path folder() {
        return data.resolve("authority");
    }

    @Test
    void firstStartFoundsARootOfThirtyYearsAndAnIssuerOfTwentyFive() throws Exception {
        var authority = Fixtures.authority(folder());

        assertThat(authority.root().getNotAfter().toInstant()).isEqualTo(Instant.parse("2056-11-23T10:15:30Z"));
        assertThat(authority.issuer().getNotAfter().toInstant()).isEqualTo(Instant.parse("2051-11-23T10:15:30Z"));
        assertThat(authority.root().getBasicConstraints()).isEqualTo(1);
        assertThat(authority.issuer().getBasicConstraints()).isZero();
        authority.root().verify(authority.root().getPublicKey());
        authority.issuer().verify(authority.root().getPublicKey());
    }

    @Test
    void bothAuthoritiesMaySignCertificatesAndRevocationListsAndNothingElse() {
        var authority = Fixtures.authority(folder());

        for (X509Certificate certificate : authority.chain()) {
            assertThat(certificate.getCriticalExtensionOIDs()).isEqualTo(Set.of(BASIC_CONSTRAINTS, KEY_USAGE));
            assertThat(certificate.getNonCriticalExtensionOIDs()).isEqualTo(Set.of(SUBJECT_KEY, AUTHORITY_KEY));
            assertThat(certificate.getKeyUsage())
                    .containsExactly(false, false, false, false, false, true, true, false, false);
            assertThat(certificate.getSerialNumber()).isPositive();
            assertThat(certificate.getSerialNumber().bitLength()).isBetween(64, 159);
        }
    }

    @Test
    void keyStoresAreForTheirOwnerAndTheChainIsForEverybody() throws Exception {
        Fixtures.authority(folder());

        assertThat(modeOf(folder())).isEqualTo("rwx------");
        assertThat(modeOf(folder().resolve("root.p12"))).isEqualTo("rw-------");
        assertThat(modeOf(folder().resolve("issuer.p12"))).isEqualTo("rw-------");
        assertThat(modeOf(folder().resolve("ca-chain.pem"))).isEqualTo("rw-r--r--");
        try (var files = Files.list(folder())) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void keysAreEncryptedByAes256WithAKeyFromPbkdf2AndHmacSha256() throws Exception {
        Fixtures.authority(folder());

        for (var name : new String[] {"root.p12", "issuer.p12"}) {
            var file = HexFormat.of().formatHex(Files.readAllBytes(folder().resolve(name)));
            assertThat(file).contains("06092a864886f70d01050d", "060960864801650304012a", "06082a864886f70d0209");
        }
    }

    @Test
    void secondStartOpensTheSameAuthorityAndWritesNothing() throws Exception {
        var first = Fixtures.authority(folder());
        var before = Files.readAllBytes(folder().resolve("issuer.p12"));

        var second = Fixtures.authority(folder());

        assertThat(second.chain()).isEqualTo(first.chain());
        assertThat(Files.readAllBytes(folder().resolve("issuer.p12"))).isEqualTo(before);
        assertThat(second.signingKey()).isEqualTo(first.signingKey());
    }

    @Test
    void twoInstallationsHaveDifferentNames() {
        var here = Fixtures.authority(data.resolve("here"));
        var there = Fixtures.authority(data.resolve("there"));

        assertThat(here.root().getSubjectX500Principal())
                .isNotEqualTo(there.root().getSubjectX500Principal());
        assertThat(here.issuer().getSubjectX500Principal())
                .isNotEqualTo(there.issuer().getSubjectX500Principal());
    }

    @Test
    void wrongPasswordIsOneLineThatNamesTheFileAndChangesNothing() throws Exception {
        Fixtures.authority(folder());
        var before = Files.readAllBytes(folder().resolve("issuer.p12"));

        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> Issuers.openOrFound(folder(), "another".toCharArray(), Fixtures.at(Fixtures.NOW)))
                .withMessage(folder().resolve("issuer.p12") + ": the password does not open this key store");
        assertThat(Files.readAllBytes(folder().resolve("issuer.p12"))).isEqualTo(before);
    }

    @Test
    void emptyPasswordIsRefusedBeforeAnythingIsWritten() {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> Issuers.openOrFound(folder(), new char[0], Fixtures.at(Fixtures.NOW)))
                .withMessageContaining("must not be empty");
        assertThat(folder()).doesNotExist();
    }

    @Test
    void expiredIssuerIsRefusedAtTheStart() {
        Fixtures.authority(folder());

        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> Issuers.openOrFound(
                        folder(), Fixtures.password(), Fixtures.at(Instant.parse("2051-11-24T00:00:00Z"))))
                .withMessageContaining("issuer.p12")
                .withMessageContaining("NotAfter");
    }

    private static String modeOf(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
