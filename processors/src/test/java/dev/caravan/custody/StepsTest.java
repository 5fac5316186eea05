package dev.caravan.custody;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.TestKeys;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.ledger.AwaitedRequests;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.StaleClaimException;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Certification and delivery on real files and a real ledger. */
class StepsTest {

    private static final KeyPair KEY = TestKeys.ec("secp256r1");
    private static final BatchBox BOX = new BatchBox("line-7", 3);

    @TempDir
    Path data;

    private TestLedger ledger;
    private TestIssuer issuer;
    private ClearIdentities exit;
    private Deliverer deliverer;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        issuer = new TestIssuer(data, ledger);
        exit = new ClearIdentities(data.resolve("work"), data.resolve("outbox"));
        deliverer = new Deliverer(
                ledger.boards(),
                ledger.chunks(),
                work(),
                exit,
                issuer.certificates(),
                new BatchBoxes(ledger.batches()));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void certifiedBoardsHaveTheirKeyInTheWorkFolderAndTheirCertificateInTheLedger() throws Exception {
        var chunk = ledger.accepted("line-7", 3);

        assertThat(issuer.certifier().certify(chunk)).isEqualTo(new ChunkOutcome.Advanced(chunk, Stage.ENROLL));

        for (var board : ledger.boards().of(chunk, BoardState.CERTIFIED)) {
            assertThat(exit.find(BOX, identity(board))).contains(Whereabouts.KEPT);
            assertThat(Base64.getDecoder().decode(board.requireCertificate())).isNotEmpty();
        }
        assertThat(ledger.boards().of(chunk, BoardState.CERTIFIED)).hasSize(3);
        assertThat(data.resolve("outbox")).doesNotExist();
        assertThat(new String(Files.readAllBytes(data.resolve("ledger.db")), StandardCharsets.ISO_8859_1))
                .doesNotContain("PRIVATE");
    }

    @Test
    void boardThatIsGrantedItsCertificateWhileItsChunkIsReadGoesOnByItself() {
        ledger.batches().register("line-7", "line-7.csv", "sha", 2);
        var rows = IntStream.rangeClosed(1, 2)
                .mapToObj(
                        number -> new NewBoard(number + 1L, guid(number), null, null, null, Map.of(), GivenKey.AWAITED))
                .toList();
        var chunk = ledger.batches().accept("line-7", 0, rows, List.of()).orElseThrow();
        ledger.batches().rowsRead("line-7");
        var before = List.of(ledger.board(1), ledger.board(2));
        var keysBefore = ledger.boards().givenKeys().of(chunk);
        var requests = new AwaitedRequests(ledger.database(), 500);
        for (var number = 1; number <= 2; number++) {
            var leaf = Pem.der(issuer.issuer().certify(guid(number), KEY.getPublic()));
            var key = new GivenKey(
                    GivenKey.Mode.EST, "a key", String.valueOf(number).repeat(64));
            requests.grant(IdentityRecord.certified(guid(number), leaf, null), key, TestLedger.ASKER);
        }
        var claim = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();

        issuer.certifier()
                .certifyAll(
                        claim,
                        List.of(before.get(0)),
                        ledger.boards().givenKeys().of(chunk));
        issuer.certifier().certifyAll(claim, List.of(ledger.board(2)), keysBefore);

        assertThat(ledger.board(1).state()).as("the board was looked at before").isEqualTo(BoardState.AWAITING);
        assertThat(ledger.board(2).state()).as("the key was looked at before").isEqualTo(BoardState.AWAITING);
        ledger.chunks().advance(claim);
        issuer.certifier().certify(requests.resume().get(0));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.CERTIFIED);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.CERTIFIED);
    }

    @Test
    void chunkThatIsCertifiedIsNotCertifiedAgain() {
        var chunk = issuer.certified("line-7", 1);
        var thumbprint = ledger.board(1).requireThumbprint();

        assertThat(issuer.certifier().certify(chunk)).isEqualTo(new ChunkOutcome.NotOurs(chunk));

        assertThat(ledger.board(1).requireThumbprint()).isEqualTo(thumbprint);
    }

    @Test
    void crashBeforeTheLedgerKnewLeavesTheBoardToBeCertifiedOnce() {
        var chunk = ledger.accepted("line-7", 1);
        exit.keep(BOX, issuer.issuer().issue(guid(1)));

        issuer.certifier().certify(chunk);

        assertThat(exit.find(BOX, identity(ledger.board(1)))).contains(Whereabouts.KEPT);
    }

    @Test
    void keysOfAWorkerThatLostItsClaimAreDestroyed() throws Exception {
        var chunk = ledger.accepted("line-7", 2);
        var late = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger.endLeases();
        issuer.certifier().certify(chunk);

        assertThatExceptionOfType(StaleClaimException.class).isThrownBy(() -> issuer.certifier()
                .certifyAll(late, List.of(ledger.board(1), ledger.board(2)), Map.of()));

        try (var kept = Files.list(data.resolve("work/line-7"))) {
            assertThat(kept).hasSize(2);
        }
        assertThat(exit.find(BOX, identity(ledger.board(1)))).contains(Whereabouts.KEPT);
    }

    @Test
    void whereKeysAreRefusedTheChunkIsPutAsideWithTheReasonAndNoKeyIsMade() {
        var chunk = ledger.accepted("line-7", 1);
        var certifier = new Certifier(
                ledger.boards(), work(), issuer.issuers(), new NoIdentityExit(), new BatchBoxes(ledger.batches()));

        assertThat(certifier.certify(chunk)).isEqualTo(new ChunkOutcome.Deferred(chunk, NoIdentityExit.REASON));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACCEPTED);
        assertThat(data.resolve("work")).doesNotExist();
    }

    @Test
    void boardWithAKeyOfItsOwnNeedsNoStationAndGetsItsCertificateAndTheChain() throws Exception {
        var key = TestKeys.ec("secp256r1");
        var given =
                TestKeys.RULES.request(guid(1), TestKeys.request(guid(1), key).getBytes(StandardCharsets.US_ASCII));
        var chunk = accepted(given);
        var nobody = new NoIdentityExit();
        var boxes = new BatchBoxes(ledger.batches());

        assertThat(new Certifier(ledger.boards(), work(), issuer.issuers(), nobody, boxes).certify(chunk))
                .isInstanceOf(ChunkOutcome.Advanced.class);
        enroll(chunk, new Settled.Enrolled(guid(1), true));
        var certificates = issuer.certificates();
        assertThat(new Deliverer(ledger.boards(), ledger.chunks(), work(), nobody, certificates, boxes).deliver(chunk))
                .isInstanceOf(ChunkOutcome.Advanced.class);

        var pem = Files.readString(data.resolve("outbox/line-7/" + guid(1) + ".pem"));
        var leaf = Pem.firstCertificate(pem.getBytes(StandardCharsets.US_ASCII));
        assertThat(leaf.getPublicKey().getEncoded()).isEqualTo(key.getPublic().getEncoded());
        assertThat(Thumbprint.of(leaf)).isEqualTo(ledger.board(1).requireThumbprint());
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + guid(1));
        assertThat(pem)
                .endsWith(Pem.of(FoundedIssuer.issuers(data.resolve("authority"))
                        .byDefault()
                        .chain()))
                .doesNotContain("PRIVATE");
        assertThat(data.resolve("work")).doesNotExist();
    }

    private ChunkRef accepted(GivenKey key) {
        ledger.batches().register("line-7", "line-7.csv", "sha", 1);
        ledger.batches()
                .accept("line-7", 0, List.of(new NewBoard(2, guid(1), null, null, null, Map.of(), key)), List.of());
        ledger.batches().rowsRead("line-7");
        return new ChunkRef("line-7", 0);
    }

    private void enroll(ChunkRef chunk, Settled... settled) {
        var claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards().settled(claim, List.of(settled));
        ledger.chunks().advance(claim);
    }

    @Test
    void onlyEnrolledBoardsAreDeliveredAndTheKeysOfParkedOnesAreDestroyed() {
        var chunk = enrolled(new Settled.Enrolled(guid(1), true), new Settled.Parked(guid(2), "no"));
        var parked = identity(ledger.board(2));

        assertThat(deliverer.deliver(chunk)).isEqualTo(new ChunkOutcome.Advanced(chunk, Stage.DONE));

        assertThat(exit.find(BOX, identity(ledger.board(1)))).contains(Whereabouts.DELIVERED);
        assertThat(exit.find(BOX, parked)).isEmpty();
        assertThat(data.resolve("outbox/line-7/" + guid(2) + ".pem")).doesNotExist();
    }

    @Test
    void boardThatIsActivatedBeforeItsDeliveryIsDelivered() {
        var chunk = enrolled(
                new Settled.Enrolled(guid(1), true),
                new Settled.Enrolled(guid(2), true),
                new Settled.Enrolled(guid(3), true));
        activate(1, null);
        activate(2, "a.b");

        assertThat(deliverer.deliver(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        for (var number : List.of(1, 2, 3)) {
            assertThat(data.resolve("outbox/line-7/" + guid(number) + ".pem")).exists();
            assertThat(ledger.board(number).reason()).isNull();
        }
    }

    @Test
    void enrolledBoardWhoseIdentityIsGoneIsParkedAndAnActivatedOneSaysSo() {
        var chunk = enrolled(
                new Settled.Enrolled(guid(1), true),
                new Settled.Enrolled(guid(2), true),
                new Settled.Enrolled(guid(3), true));
        activate(2, null);
        issuer.loseIdentities("line-7");

        assertThat(deliverer.deliver(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.PARKED);
        assertThat(ledger.board(1).reason()).contains("identity file is gone");
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(ledger.board(2).reason()).contains("identity file is gone");
    }

    @Test
    void crashAfterTheRenameIsRepeatedWithoutParkingAnybody() {
        var chunk = enrolled(new Settled.Enrolled(guid(1), true), new Settled.Enrolled(guid(2), true));
        exit.deliver(BOX, identity(ledger.board(1)));

        assertThat(deliverer.deliver(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.boards().of(chunk, BoardState.ENROLLED)).hasSize(2);
        assertThat(exit.find(BOX, identity(ledger.board(1)))).contains(Whereabouts.DELIVERED);
    }

    @Test
    void identityThatTheStationTookWhileTheHubWasDownIsNoLostOne() throws Exception {
        var chunk = enrolled(new Settled.Enrolled(guid(1), true), new Settled.Enrolled(guid(2), true));
        var killed = ledger.chunks().claim(chunk, Stage.DELIVER).orElseThrow();
        ledger.chunks().deliveryBegins(killed);
        exit.deliver(BOX, identity(ledger.board(1)));
        Files.delete(data.resolve("outbox/line-7/" + guid(1) + ".pem"));
        ledger.endLeases();

        assertThat(deliverer.deliver(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.boards().of(chunk, BoardState.ENROLLED)).hasSize(2);
        assertThat(exit.find(BOX, identity(ledger.board(2)))).contains(Whereabouts.DELIVERED);
    }

    @Test
    void lostIdentityIsParkedAlthoughTheOthersAreHandedOver() {
        var chunk = enrolled(new Settled.Enrolled(guid(1), true), new Settled.Enrolled(guid(2), true));
        exit.destroy(BOX, identity(ledger.board(1)));

        deliverer.deliver(chunk);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.PARKED);
        assertThat(exit.find(BOX, identity(ledger.board(2)))).contains(Whereabouts.DELIVERED);
    }

    @Test
    void stoppedBatchDeliversNobody() {
        var chunk = enrolled(new Settled.Enrolled(guid(1), true));
        ledger.batches().stop("line-7", "enabled");

        assertThat(deliverer.deliver(chunk)).isEqualTo(new ChunkOutcome.NotOurs(chunk));

        assertThat(data.resolve("outbox")).doesNotExist();
    }

    private ChunkRef enrolled(Settled... settled) {
        var chunk = issuer.certified("line-7", settled.length);
        enroll(chunk, settled);
        return chunk;
    }

    private void activate(int number, String assignedHub) {
        var json = JsonNodeFactory.instance;
        ledger.boards()
                .activated(guid(number), new Activation("a.b", json.objectNode(), json.objectNode()), assignedHub);
    }

    private ChunkWork work() {
        return new ChunkWork(ledger.chunks(), Duration.ofMinutes(1));
    }

    private static IdentityRef identity(Board board) {
        return new IdentityRef(board.guid(), board.requireThumbprint());
    }
}
