package dev.caravan.revocation;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.CaDesk;
import dev.caravan.certificate.CaLife;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafKey;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.LeafSubject;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.custody.IdentityRecord;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Lifecycles.Wish;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.Revocations;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.ASKER;
import static org.assertj.core.api.Assertions.assertThat;

/** Lists follow the ledger: boards with real certificates, a clock that the test sets. */
class PublishedListsTest {

    private static final RevocationSettings SETTINGS =
            new RevocationSettings(Path.of("x"), Duration.ofDays(7), Duration.ofDays(1));

    @TempDir
    Path data;

    private Duration ahead = Duration.ZERO;

    /** Follows the system's clock, from which the ledger's times come, and jumps ahead of it. */
    private final InstantSource time = () -> Instant.now().plus(this.ahead);

    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private TestLedger ledger;
    private Issuers issuers;
    private PublishedLists lists;
    private long nanos;
    private LeafIssuer leaves;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        var tools = tools();
        issuers = Issuers.openOrFound(data.resolve("ca"), "of a test".toCharArray(), tools);
        leaves = new LeafIssuer(
                issuers.byDefault(),
                new LeafProfile(LeafKey.P_256, LeafSubject.NOTHING_ELSE, false, "", Duration.ofDays(10), Duration.ZERO),
                tools);
        lists = lists(tools);
        boards(3);
    }

    private PublishedLists lists(CertificateTools tools) {
        var settings = new RevocationSettings(data.resolve("crl"), SETTINGS.validity(), SETTINGS.refresh());
        return new PublishedLists(issuers::all, new Revocations(ledger.database()), settings, tools, () -> nanos);
    }

    /** With real certificates, out of service for good. */
    private void boards(int count) {
        var chunk = ledger.accepted("line-7", count);
        var claim = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger.boards()
                .certified(
                        claim,
                        ledger.boards().of(chunk, BoardState.ACCEPTED).stream()
                                .map(board -> IdentityRecord.certified(leaves.issue(board.guid())))
                                .toList());
        for (var number = 1; number <= count; number++) {
            ledger.set(number, BoardState.DECOMMISSIONED);
        }
    }

    private boolean revoke(int number) {
        var wish = Wish.revocation(RevocationReason.KEY_COMPROMISE, ASKER, "stolen");
        return new Lifecycles(ledger.database()).revoke(ledger.board(number), wish);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path file() {
        return lists.find(KeyId.of(issuers.byDefault().issuer()) + ".crl").orElseThrow();
    }

    private X509CRL list() {
        try (var in = Files.newInputStream(file())) {
            var list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            list.verify(issuers.byDefault().issuer().getPublicKey());
            return list;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static long number(X509CRL list) {
        var value = ASN1OctetString.getInstance(list.getExtensionValue("2.5.29.20"));
        return ASN1Integer.getInstance(value.getOctets()).longValueExact();
    }

    private BigInteger serial(int number) throws Exception {
        var der = Base64.getDecoder().decode(ledger.board(number).requireCertificate());
        return ((java.security.cert.X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new java.io.ByteArrayInputStream(der)))
                .getSerialNumber();
    }

    private int entries() {
        var revoked = list().getRevokedCertificates();
        return revoked == null ? 0 : revoked.size();
    }

    @Test
    void revokedCertificateIsOnTheNextListAndNothingIsWrittenWhileNothingHappens() throws Exception {
        lists.publish();
        assertThat(entries()).isZero();
        assertThat(number(list())).isEqualTo(1);

        assertThat(revoke(2)).isTrue();
        lists.publish();
        assertThat(entries()).isEqualTo(1);

        assertThat(list().getRevokedCertificate(serial(2)).getRevocationReason())
                .isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
        assertThat(number(list())).isEqualTo(2);
        var written = Files.getLastModifiedTime(file());
        lists.publish();
        assertThat(Files.getLastModifiedTime(file())).isEqualTo(written);
        assertThat(revoke(2)).as("twice").isFalse();
    }

    @Test
    void certificateThatCameWithItsBatchIsOnNoList() {
        var content = Base64.getEncoder()
                .encodeToString(Pem.der(leaves.issue(TestLedger.guid(9)).leaf()));
        var given = new GivenKey(GivenKey.Mode.CERTIFICATE, content, "d".repeat(64));
        ledger.batches().register("brought", "brought.csv", "bb", 1);
        var row = new NewBoard(2, TestLedger.guid(9), null, null, null, Map.of(), given);
        ledger.batches().accept("brought", 0, List.of(row), List.of());
        var claim =
                ledger.chunks().claim(new ChunkRef("brought", 0), Stage.CERTIFY).orElseThrow();
        ledger.boards().certified(claim, List.of(new CertifiedBoard(TestLedger.guid(9), "F".repeat(64), content)));
        ledger.set(9, BoardState.DECOMMISSIONED);

        assertThat(revoke(9)).as("it says itself who signed it").isFalse();

        lists.publish();
        assertThat(entries()).isZero();
    }

    @Test
    void authorityThatWasReplacedSignsTheListOfWhatItHasIssued() throws Exception {
        var former = issuers.byDefault().issuer();
        new CaDesk(data.resolve("ca"), "of a test".toCharArray(), tools()).rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        revoke(2);

        lists.publish();

        assertThat(issuers.byDefault().issuer()).isNotEqualTo(former);
        assertThat(entries()).as("of the new one").isZero();
        var list = lists.find(KeyId.of(former) + ".crl").orElseThrow();
        try (var in = Files.newInputStream(list)) {
            var crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            crl.verify(former.getPublicKey());
            assertThat(crl.getRevokedCertificate(serial(2))).isNotNull();
        }
    }

    @Test
    void listThatCannotBeMadeDelaysNoOtherOneOfTheSameName() throws Exception {
        var former = issuers.byDefault().issuer();
        new CaDesk(data.resolve("ca"), "of a test".toCharArray(), tools()).rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        Files.createDirectories(
                data.resolve("crl").resolve(KeyId.of(former) + ".crl").resolve("in the way"));
        lists.publish();
        ahead = SETTINGS.refresh().plusMinutes(1);

        lists.publish();

        assertThat(number(list())).isEqualTo(2);
    }

    private CertificateTools tools() {
        return new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
    }

    @Test
    void listThatTakesAWhileRestsTenTimesAsLong() {
        lists = new PublishedLists(
                issuers::all,
                new Revocations(ledger.database()),
                new RevocationSettings(data.resolve("crl"), SETTINGS.validity(), SETTINGS.refresh()),
                tools(),
                () -> nanos += 1_000);
        lists.publish();
        revoke(1);
        lists.publish();
        assertThat(entries()).as("it rests").isZero();

        nanos += 20_000;
        lists.publish();
        assertThat(entries()).isEqualTo(1);
    }

    @Test
    void listIsMadeAgainBeforeItGrowsOldAndWhenTheHubStarts() {
        lists.publish();
        ahead = SETTINGS.refresh().minusMinutes(1);
        lists.publish();
        assertThat(number(list())).isEqualTo(1);
        ahead = SETTINGS.refresh().plusMinutes(1);
        lists.publish();
        assertThat(number(list())).isEqualTo(2);
        assertThat(list().getNextUpdate().toInstant()).isAfter(clock.instant().plus(Duration.ofDays(6)));

        lists = lists(new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom()));
        lists.publish();
        assertThat(number(list())).isEqualTo(3);
    }

    @Test
    void expiredCertificateLeavesTheListAfterOneMoreOfIt() {
        revoke(1);
        lists.publish();
        assertThat(entries()).isEqualTo(1);

        ahead = Duration.ofDays(11);
        lists.publish();
        assertThat(entries()).as("expired since the last list").isEqualTo(1);
        ahead = Duration.ofDays(13);
        lists.publish();
        assertThat(entries()).isZero();
    }

    @Test
    void nameOfAListIsNoWayToAnotherFile() throws IOException {
        lists.publish();
        Files.writeString(data.resolve("secret.crl"), "x");

        assertThat(lists.find("../secret.crl")).isEmpty();
        assertThat(lists.find("00ff.crl")).isEmpty();
        assertThat(lists.find(file().getFileName() + ".part")).isEmpty();
    }
}
