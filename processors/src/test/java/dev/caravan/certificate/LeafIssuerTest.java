package dev.caravan.certificate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.caravan.board.BoardGuid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeafIssuerTest {

    @TempDir
    Path data;

    private CertificateAuthority authority;

    @BeforeEach
    void found() {
        authority = Fixtures.authority(data.resolve("authority"));
    }

    static Stream<CryptoProviders> everyChoice() {
        return Stream.of(CryptoProviders.choose(), CryptoProviders.choose(CryptoProvidersTest::absent));
    }

    @ParameterizedTest
    @MethodSource("everyChoice")
    void leafValidatesUpToTheRoot(CryptoProviders providers) throws Exception {
        var identity = issuerAt(Fixtures.NOW, providers).issue(Fixtures.BOARD);

        var path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(identity.leaf(), identity.chain().get(0)));
        var trust = new PKIXParameters(Set.of(new TrustAnchor(authority.root(), null)));
        trust.setRevocationEnabled(false);
        trust.setDate(Date.from(Fixtures.NOW));
        CertPathValidator.getInstance("PKIX").validate(path, trust);
        assertThat(identity.chain()).containsExactly(authority.issuer(), authority.root());
    }

    @ParameterizedTest
    @MethodSource("everyChoice")
    void privateKeyInThePemBelongsToTheLeaf(CryptoProviders providers) throws Exception {
        var identity = issuerAt(Fixtures.NOW, providers).issue(Fixtures.BOARD);

        var pem = new String(identity.clearPem(), StandardCharsets.US_ASCII);
        var body = pem.substring(
                pem.indexOf("PRIVATE KEY-----") + "PRIVATE KEY-----".length(), pem.indexOf("-----END PRIVATE KEY"));
        var key = KeyFactory.getInstance("EC", "SunEC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        var signing = Signature.getInstance("SHA256withECDSA", "SunEC");
        signing.initSign(key);
        var checking = Signature.getInstance("SHA256withECDSA", "SunEC");
        checking.initVerify(identity.leaf());
        assertThat(checking.verify(signing.sign())).isTrue();
    }

    @Test
    void leafNamesTheBoardOnlyAndIsForClientsOnly() throws Exception {
        var leaf = issuerAt(Fixtures.NOW).issue(Fixtures.BOARD).leaf();

        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + Fixtures.BOARD);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getKeyUsage()).containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(leaf.getExtensionValue("2.5.29.14")).hasSize(24);
        assertThat(HexFormat.of().formatHex(leaf.getExtensionValue("2.5.29.35")))
                .endsWith(HexFormat.of().formatHex(authority.issuer().getExtensionValue("2.5.29.14"), 4, 24));
        assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(159);
    }

    @Test
    void keyThatWasMadeElsewhereIsCertifiedAfterTheSameProfile() throws Exception {
        var key = KeyPairGenerator.getInstance("EC", "SunEC").generateKeyPair();

        var leaf = issuerAt(Fixtures.NOW).certify(Fixtures.BOARD, key.getPublic());

        assertThat(leaf.getPublicKey().getEncoded()).isEqualTo(key.getPublic().getEncoded());
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + Fixtures.BOARD);
        leaf.verify(authority.issuer().getPublicKey());
    }

    @Test
    void leafIsValidForTenYearsAndBackdatedByFiveMinutes() {
        var leaf = issuerAt(Fixtures.NOW).issue(Fixtures.BOARD).leaf();

        assertThat(leaf.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-11-23T10:10:30Z"));
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(Instant.parse("2036-11-23T10:15:30Z"));
    }

    @Test
    void leafNeverOutlivesItsIssuer() {
        var issuerEnd = authority.issuer().getNotAfter().toInstant();
        var validity = LeafProfile.TEN_YEARS.validity();

        var fits = issuerAt(issuerEnd.minus(validity)).issue(Fixtures.BOARD).leaf();
        var cut = issuerAt(issuerEnd.minusSeconds(1)).issue(Fixtures.BOARD).leaf();

        assertThat(fits.getNotAfter().toInstant()).isEqualTo(issuerEnd);
        assertThat(cut.getNotAfter().toInstant()).isEqualTo(issuerEnd);
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(() -> issuerAt(issuerEnd).issue(Fixtures.BOARD))
                .withMessageContaining("expired at " + issuerEnd);
    }

    @Test
    void thumbprintIsSha256OfTheDerInUpperCase() throws Exception {
        var identity = issuerAt(Fixtures.NOW).issue(Fixtures.BOARD);

        var digest = MessageDigest.getInstance("SHA-256").digest(identity.leaf().getEncoded());
        assertThat(identity.thumbprint())
                .isEqualTo(HexFormat.of().withUpperCase().formatHex(digest));
        assertThat(Pem.firstCertificate(identity.clearPem())).isEqualTo(identity.leaf());
    }

    @Test
    void textOfAnIdentityIsBoardAndThumbprintAndNothingOfTheKey() {
        var identity = issuerAt(Fixtures.NOW).issue(Fixtures.BOARD);

        assertThat(identity).hasToString("IssuedIdentity[" + Fixtures.BOARD + ", " + identity.thumbprint() + "]");
    }

    @Test
    void manyThreadsIssueAtOnceAndNoKeyOrSerialNumberRepeats() throws Exception {
        var issuer = issuerAt(Fixtures.NOW);
        var pool = Executors.newFixedThreadPool(8);
        try {
            Callable<IssuedIdentity> task =
                    () -> issuer.issue(new BoardGuid(UUID.randomUUID().toString()));
            var leaves = pool.invokeAll(Stream.generate(() -> task).limit(200).toList()).stream()
                    .map(LeafIssuerTest::leafOf)
                    .toList();

            assertThat(leaves).extracting(leaf -> leaf.leaf().getSerialNumber()).doesNotHaveDuplicates();
            assertThat(leaves).extracting(leaf -> leaf.leaf().getPublicKey()).doesNotHaveDuplicates();
        } finally {
            pool.shutdownNow();
        }
    }

    private static IssuedIdentity leafOf(java.util.concurrent.Future<IssuedIdentity> future) {
        try {
            return future.get();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private LeafIssuer issuerAt(Instant moment) {
        return issuerAt(moment, CryptoProviders.choose());
    }

    private LeafIssuer issuerAt(Instant moment, CryptoProviders providers) {
        return new LeafIssuer(authority, LeafProfile.TEN_YEARS, Fixtures.at(moment, providers));
    }
}
