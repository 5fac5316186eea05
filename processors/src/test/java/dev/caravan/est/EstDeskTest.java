package dev.caravan.est;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.CaDesk;
import dev.caravan.certificate.CaLife;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.TestKeys;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.custody.Certifier;
import dev.caravan.custody.NoIdentityExit;
import dev.caravan.custody.TestIssuer;
import dev.caravan.est.EstAnswer.Granted;
import dev.caravan.est.EstAnswer.NotAwaited;
import dev.caravan.est.EstAnswer.Refused;
import dev.caravan.est.EstAnswer.Unavailable;
import dev.caravan.ledger.AwaitedRequests;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.Rolls;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

class EstDeskTest {

    private static final KeyPair KEY = TestKeys.ec("secp256r1");

    @TempDir
    Path data;

    private TestLedger ledger;
    private Certifier certifier;
    private AwaitedRequests awaited;
    private BoardIssuers leaves;
    private EstDesk desk;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        leaves = new TestIssuer(data, ledger).issuers();
        var issuers = Issuers.openOrFound(data.resolve("authority"), "of a test".toCharArray(), TestKeys.TOOLS);
        certifier = new Certifier(
                ledger.boards(),
                new ChunkWork(ledger.chunks(), Duration.ofMinutes(1)),
                leaves,
                new NoIdentityExit(),
                new BatchBoxes(ledger.batches()));
        awaited = new AwaitedRequests(ledger.database(), 500);
        desk = desk(issuers);
    }

    private EstDesk desk(Issuers issuers) {
        return new EstDesk(
                ledger.boards(), awaited, leaves, issuers, new IssuingAuthorities(ledger.database()), TestKeys.RULES);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void boardThatWaitsGetsItsCertificateAndGoesOnWithOthersInAChunkOfTheirOwn() throws Exception {
        accept(3);
        certifier.certify(new ChunkRef("line-7", 0));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.AWAITING);
        assertThat(ledger.board(1).reason()).as("nothing is wrong").isNull();

        var first = certificates(desk.enroll(request(1, KEY), TestLedger.ASKER));
        var second = certificates(desk.enroll(request(2, TestKeys.ec("secp384r1")), TestLedger.ASKER));
        var chunks = awaited.resume();

        assertThat(first).hasSize(3);
        assertThat(first.get(0).getSubjectPublicKeyInfo().getEncoded())
                .isEqualTo(KEY.getPublic().getEncoded());
        assertThat(second).hasSize(3);
        assertThat(chunks).containsExactly(new ChunkRef("line-7", 1));
        certifier.certify(chunks.get(0));
        for (var number : List.of(1, 2)) {
            assertThat(ledger.board(number).state()).isEqualTo(BoardState.CERTIFIED);
        }
        assertThat(ledger.board(3).state()).isEqualTo(BoardState.AWAITING);
        assertThat(ledger.batches().find("line-7").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
        assertThat(awaited.resume()).isEmpty();
        assertThat(ledger.notes("board.certified-over-est")).hasSize(2);
    }

    @Test
    void boardThatAsksBeforeItsChunkIsWorkedNeedsNoWait() {
        accept(1);
        desk.enroll(request(1, KEY), TestLedger.ASKER);
        var thumbprint = ledger.board(1).requireThumbprint();

        certifier.certify(new ChunkRef("line-7", 0));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.CERTIFIED);
        assertThat(ledger.board(1).requireThumbprint()).isEqualTo(thumbprint);
        assertThat(awaited.resume()).isEmpty();
    }

    @Test
    void sameKeyGetsTheSameCertificateAgainAndAnotherNone() throws Exception {
        accept(1);
        var first = certificates(desk.enroll(request(1, KEY), TestLedger.ASKER));

        assertThat(certificates(desk.enroll(request(1, KEY), TestLedger.ASKER))).isEqualTo(first);
        assertThat(certificates(desk.enrollAgain(request(1, KEY)))).isEqualTo(first);
        var other = request(1, TestKeys.ec("secp256r1"));
        assertThat(desk.enroll(other, TestLedger.ASKER)).isInstanceOf(NotAwaited.class);
        assertThat(desk.enrollAgain(other)).isInstanceOf(NotAwaited.class);
    }

    @Test
    void boardWhoseCertificateIsRolledGetsTheNextOne() throws Exception {
        accept(1);
        desk.enroll(request(1, KEY), TestLedger.ASKER);
        ledger.set(1, BoardState.ACTIVATED);
        var rolls = new Rolls(ledger.database());
        var roll = rolls.begin(ledger.board(1), TestLedger.ASKER, "ends", "rolled", Duration.ofMinutes(1))
                .orElseThrow();
        var next = new TestIssuer(data, ledger).issuer().certify(guid(1), KEY.getPublic());
        rolls.second(
                roll,
                new CertifiedBoard(
                        guid(1), Thumbprint.of(next), Base64.getEncoder().encodeToString(next.getEncoded())));

        assertThat(certificates(desk.enrollAgain(request(1, KEY))).get(0).getEncoded())
                .isEqualTo(next.getEncoded());
    }

    @Test
    void boardThatIsNotAwaitedGetsNothing() {
        ledger.accepted("of-the-hub", 1);

        assertThat(desk.enroll(request(1, KEY), TestLedger.ASKER))
                .isInstanceOfSatisfying(NotAwaited.class, answer -> assertThat(answer.reason())
                        .contains(guid(1).value(), "is in no batch with key_mode 'est'"));
        assertThat(desk.enroll(request(2, KEY), TestLedger.ASKER)).isInstanceOf(NotAwaited.class);
        assertThat(desk.enrollAgain(request(1, KEY))).isInstanceOf(NotAwaited.class);
        assertThat(ledger.board(1).thumbprint()).isNull();
    }

    @Test
    void keyOfAnotherBoardAndGarbageAreRefusedInWords() {
        accept(2);
        desk.enroll(request(1, KEY), TestLedger.ASKER);

        assertThat(desk.enroll(request(2, KEY), TestLedger.ASKER))
                .isInstanceOfSatisfying(
                        Refused.class, answer -> assertThat(answer.reason()).contains("already that of another board"));
        assertThat(desk.enroll(new byte[] {1, 2, 3}, TestLedger.ASKER)).isInstanceOf(Refused.class);
        assertThat(desk.enroll(new byte[0], TestLedger.ASKER)).isInstanceOf(Refused.class);
        assertThat(ledger.board(2).thumbprint()).isNull();
    }

    @Test
    void boardWhoseIssuerIsNotThereMayAskAgain() {
        ledger.batches().register("line-7", "line-7.csv", "sha", 1);
        var row = new NewBoard(2, guid(1), null, null, null, Map.of("issuer", "plant-b"), GivenKey.AWAITED);
        ledger.batches().accept("line-7", 0, List.of(row), List.of());

        assertThat(desk.enroll(request(1, KEY), TestLedger.ASKER)).isInstanceOf(Unavailable.class);
        assertThat(ledger.board(1).thumbprint()).isNull();
    }

    @Test
    void authoritiesAreAllThatIssueNowAndNoneThatWasReplaced() throws Exception {
        var folder = data.resolve("authority");
        var ca = new CaDesk(folder, "of a test".toCharArray(), TestKeys.TOOLS);
        ca.found("plant-b", null, CaLife.USUAL);
        var first = ca.rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        var second = ca.rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        var issuers = Issuers.openOrFound(folder, "of a test"::toCharArray, List.of("plant-b"), TestKeys.TOOLS);

        var told = certificates(new EstAnswer.Granted(desk(issuers).authorities()));

        assertThat(told)
                .as("two issuers under one root")
                .hasSize(3)
                .contains(
                        new JcaX509CertificateHolder(second.issuer()),
                        new JcaX509CertificateHolder(issuers.named("plant-b").issuer()),
                        new JcaX509CertificateHolder(second.root()))
                .doesNotContain(new JcaX509CertificateHolder(first.issuer()));
    }

    @Test
    void authoritiesAreTheIssuerAndItsRoot() throws Exception {
        assertThat(new CMSSignedData(desk.authorities()).getCertificates().getMatches(null))
                .hasSize(2);
    }

    private void accept(int boards) {
        ledger.batches().register("line-7", "line-7.csv", "sha", boards);
        var rows = IntStream.rangeClosed(1, boards)
                .mapToObj(
                        number -> new NewBoard(number + 1L, guid(number), null, null, null, Map.of(), GivenKey.AWAITED))
                .toList();
        ledger.batches().accept("line-7", 0, rows, List.of());
        ledger.batches().rowsRead("line-7");
    }

    private static byte[] request(int number, KeyPair key) {
        return TestKeys.request(guid(number), key).getBytes(StandardCharsets.US_ASCII);
    }

    private static List<X509CertificateHolder> certificates(EstAnswer answer) throws Exception {
        assertThat(answer).isInstanceOf(Granted.class);
        return List.copyOf(new CMSSignedData(((Granted) answer).certificates())
                .getCertificates()
                .getMatches(null));
    }
}
