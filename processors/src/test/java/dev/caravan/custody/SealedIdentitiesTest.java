package dev.caravan.custody;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.IssuedIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SealedIdentitiesTest extends IdentityFilesContract {

    private static final BatchBox BOX = new BatchBox("line-9", 1);

    @TempDir
    static Path stations;

    private static Station station;

    @TempDir
    Path folder;

    @Override
    IdentityExit exit(Path work, Path outbox) {
        return sealed(work, outbox, Contents.PEM, station().certificate());
    }

    private static Station station() {
        try {
            station = station == null ? Station.onCurve(stations.resolve("station"), "P-256") : station;
            return station;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Override
    void assertHolds(Path file, IssuedIdentity identity) throws Exception {
        assertThat(station().open(file)).isEqualTo(identity.clearPem());
        assertThat(Files.readString(file)).doesNotContain("PRIVATE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "RSA-2048", "RSA-3072"})
    void opensslOpensWhatIsSealedForAKeyOfThisKind(String kind) throws Exception {
        var receiver = kind.startsWith("RSA")
                ? Station.withRsa(folder.resolve(kind), Integer.parseInt(kind.substring(4)))
                : Station.onCurve(folder.resolve(kind), kind);
        var identity = identity();

        var file = keep(identity, Contents.PEM, receiver.certificate());

        assertThat(receiver.open(file)).isEqualTo(identity.clearPem());
    }

    @Test
    void envelopeIsAuthEnvelopedDataWithAes256Gcm() throws Exception {
        var file = keep(identity(), Contents.PEM, station().certificate());

        var printed = new String(
                Openssl.run("cms", "-cmsout", "-print", "-inform", "PEM", "-in", "" + file), StandardCharsets.UTF_8);

        assertThat(printed)
                .contains("id-smime-ct-authEnvelopedData", "aes-256-gcm", "dhSinglePass-stdDH-sha256kdf-scheme")
                .contains("id-aes256-wrap");
    }

    @Test
    void eachOfSeveralStationsOpensItAlone() throws Exception {
        var first = Station.onCurve(folder.resolve("first"), "P-384");
        var second = Station.withRsa(folder.resolve("second"), 2048);
        var third = Station.onCurve(folder.resolve("third"), "P-256");
        var identity = identity();

        var file = keep(identity, Contents.PEM, first.certificate(), second.certificate(), third.certificate());

        for (var receiver : List.of(first, second, third)) {
            assertThat(receiver.open(file)).isEqualTo(identity.clearPem());
        }
    }

    @Test
    void changedEnvelopeDoesNotOpen() throws Exception {
        var file = keep(identity(), Contents.PEM, station().certificate());
        var begin = "-----BEGIN CMS-----\n";
        var text = Files.readString(file);
        var at = text.indexOf(begin) + begin.length();
        var der = Base64.getMimeDecoder().decode(text.substring(at, text.indexOf("-----END CMS")));
        der[der.length / 2] ^= 1;
        Files.writeString(
                file,
                begin + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END CMS-----\n");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> station().open(file));
    }

    @Test
    void noTwoEnvelopesOfOneIdentityAreAlike() throws Exception {
        var identity = identity();
        var seal = StationSeal.of(List.of(station().certificate()), tools(Clock.systemUTC()));

        var envelopes =
                Stream.generate(() -> seal.seal(identity.clearPem())).limit(3).toList();

        assertThat(envelopes.stream().map(Base64.getEncoder()::encodeToString).distinct())
                .hasSize(3);
    }

    @Test
    void pkcs12InsideIsReadByJavaAndByOpenssl() throws Exception {
        var identity = identity();
        var opened = station().open(keep(identity, Contents.PKCS12, station().certificate()));

        var store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(opened), new char[0]);
        var alias = store.aliases().nextElement();
        assertThat(alias).isEqualTo(identity.guid().value());
        assertThat(store.getKey(alias, new char[0]).getEncoded())
                .isEqualTo(identity.key().getEncoded());
        assertThat(Stream.of(store.getCertificateChain(alias)).map(X509Certificate.class::cast))
                .containsExactly(
                        identity.leaf(),
                        identity.chain().get(0),
                        identity.chain().get(1));

        var p12 = Files.write(folder.resolve("board.p12"), opened);
        var pem = new String(
                Openssl.run("pkcs12", "-in", "" + p12, "-passin", "pass:", "-nodes"), StandardCharsets.US_ASCII);
        assertThat(pem).contains("PRIVATE KEY").contains("friendlyName: " + identity.guid());
        assertThat(pem.split("BEGIN CERTIFICATE", -1)).hasSize(4);
    }

    @Test
    void stationWhoseCertificateExpiresWhileTheHubRunsStopsTheKeys() {
        var later = Clock.fixed(Instant.now().plus(Duration.ofDays(31)), ZoneOffset.UTC);
        var now = new SettableClock(Clock.systemUTC());
        var exit = new SealedIdentities(
                folder, folder, StationSeal.of(List.of(station().certificate()), tools(now)), Contents.PEM);
        exit.requireKeysAllowed();

        now.set(later);

        assertThatExceptionOfType(KeyCustodyException.class)
                .isThrownBy(exit::requireKeysAllowed)
                .withMessageContaining(station().certificate().toString())
                .withMessageContaining("expired at")
                .withMessageContaining("caravan.custody.station-certificates");
    }

    private IssuedIdentity identity() {
        return FoundedIssuer.in(folder.resolve("ca")).issue(new BoardGuid("0f8fad5b-d9cb-469f-a165-70867728950e"));
    }

    private Path keep(IssuedIdentity identity, Contents contents, Path... certificates) {
        sealed(folder.resolve("work"), folder.resolve("outbox"), contents, certificates)
                .keep(BOX, identity);
        return folder.resolve("work/line-9/" + identity.guid() + "." + identity.thumbprint() + ".pem");
    }

    static SealedIdentities sealed(Path work, Path outbox, Contents contents, Path... certificates) {
        var seal = StationSeal.of(List.of(certificates), tools(Clock.systemUTC()));
        return new SealedIdentities(work, outbox, seal, contents);
    }

    static CertificateTools tools(Clock clock) {
        return new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
    }
}
