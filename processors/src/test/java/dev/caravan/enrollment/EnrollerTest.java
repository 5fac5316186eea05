package dev.caravan.enrollment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardState;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.ClearIdentities;
import dev.caravan.custody.TestIssuer;
import dev.caravan.enrollment.DpsSettings.ReadBack;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

class EnrollerTest {

    private static final int ATTEMPTS = 3;

    @TempDir
    Path data;

    private final FakeDps dps = new FakeDps();
    private final Watch watch = new Watch();
    private TestLedger ledger;
    private TestIssuer issuer;
    private Enroller enroller;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        issuer = new TestIssuer(data, ledger);
        use(ReadBack.ALL);
    }

    private void use(ReadBack readBack) {
        var patience = new Patience(ATTEMPTS, new Random(7), watch);
        var exit = new ClearIdentities(data.resolve("work"), data.resolve("outbox"));
        enroller = new Enroller(
                ledger.batches(),
                ledger.chunks(),
                ledger.boards(),
                new ChunkWork(ledger.chunks(), Duration.ofMinutes(1)),
                new LostIdentities(
                        ledger.boards(), dps, patience, issuer.issuers(), exit, new BatchBoxes(ledger.batches())),
                new BulkCall(dps, patience, ledger.chunks(), readBack, new Random(7)),
                2);
    }

    @AfterEach
    void close() {
        enroller.close();
        ledger.close();
    }

    @Test
    void certifiedBoardsEndAsDisabledEnrollmentsWithTheLedgersThumbprint() {
        var chunk = issuer.certified("line-7", 25);

        assertThat(enroller.enroll(chunk)).isEqualTo(new ChunkOutcome.Advanced(chunk, Stage.DELIVER));

        assertThat(ledger.boards().of(chunk, BoardState.ENROLLED)).hasSize(25).allSatisfy(board -> {
            var stored = dps.stored(board.guid()).orElseThrow();
            assertThat(stored.enabled()).isFalse();
            assertThat(stored.attests(board.requireThumbprint())).isTrue();
            assertThat(board.verifiedAt()).isNotNull();
        });
        assertThat(dps.calls().stream().filter(call -> call.startsWith("create")))
                .containsExactlyInAnyOrder("create 10", "create 10", "create 5");
        assertThat(watch.waits()).isEmpty();
    }

    @Test
    void firstCallOfABatchGoesAloneAndIsReadBackWhole() {
        use(ReadBack.SAMPLE);
        var chunk = issuer.certified("line-7", 30);

        enroller.enroll(chunk);

        var calls = dps.calls();
        assertThat(calls.get(0)).isEqualTo("create 10");
        for (var number = 1; number <= 10; number++) {
            assertThat(calls.get(number)).isEqualTo("find " + guid(number));
        }
        assertThat(calls.subList(11, calls.size()))
                .as("of each further call one board")
                .hasSize(4)
                .filteredOn(call -> call.startsWith("find"))
                .hasSize(2);
        assertThat(ledger.batches().counts("line-7").enrolled()).isEqualTo(30);
        assertThat(ledger.boards().of(chunk, BoardState.ENROLLED).stream().filter(board -> board.verifiedAt() != null))
                .hasSize(12);
    }

    @Test
    void enabledEnrollmentStopsTheBatchAndNothingMoreIsSent() {
        dps.store(stored -> enabled(stored, true));
        var chunk = issuer.certified("line-7", 25);

        assertThat(enroller.enroll(chunk)).isEqualTo(new ChunkOutcome.Stopped(chunk));

        var batch = ledger.batches().find("line-7").orElseThrow();
        assertThat(batch.state()).isEqualTo(Batch.State.STOPPED);
        assertThat(batch.alarm()).contains(guid(1).value()).contains("ENABLED");
        assertThat(dps.calls().stream().filter(call -> call.startsWith("create")))
                .hasSize(1);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.PARKED);
        assertThat(ledger.chunks().claim(chunk, Stage.DELIVER)).isEmpty();
        assertThat(ledger.board(11).state()).isEqualTo(BoardState.CERTIFIED);
    }

    @Test
    void alarmIsNotLostWhenTheReadsBehindItFail() {
        dps.store(stored -> enabled(stored, true));
        var chunk = issuer.certified("line-7", 3);
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.denied());

        enroller.enroll(chunk);

        assertThat(ledger.batches().find("line-7").orElseThrow().alarm()).contains("ENABLED");
    }

    @Test
    void otherThumbprintInDpsStopsTheBatch() {
        dps.store(stored -> FakeDps.disabled("F".repeat(64)));

        enroller.enroll(issuer.certified("line-7", 1));

        assertThat(ledger.batches().find("line-7").orElseThrow().alarm())
                .contains("DPS stored another certificate (" + "F".repeat(64));
    }

    @Test
    void boardThatIsAbsentAfterSuccessStopsTheBatch() {
        var chunk = issuer.certified("line-7", 2);
        dps.nextFind(FakeDps.after(() -> dps.remove(guid(2))));

        enroller.enroll(chunk);

        assertThat(ledger.batches().find("line-7").orElseThrow().alarm())
                .contains(guid(2) + ": DPS accepted the board, but has no enrollment for it");
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void ourOwnEarlierEnrollmentIsSuccess() {
        var chunk = issuer.certified("line-7", 2);
        dps.put(guid(1), FakeDps.disabled(ledger.board(1).requireThumbprint().toLowerCase(Locale.ROOT)));

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.batches().counts("line-7").enrolled()).isEqualTo(2);
    }

    @Test
    void foreignEnrollmentParksItsBoardAndTheBatchGoesOn() {
        var chunk = issuer.certified("line-7", 2);
        var foreign = FakeDps.disabled("F".repeat(64));
        dps.put(guid(1), foreign);

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.PARKED);
        assertThat(ledger.board(1).reason()).contains("F".repeat(64)).contains("left as it is");
        assertThat(dps.stored(guid(1))).contains(foreign);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void callsGoAloneUntilOneBoardOfTheBatchIsVerified() {
        use(ReadBack.SAMPLE);
        var chunk = issuer.certified("line-7", 20);
        for (var number = 1; number <= 10; number++) {
            dps.put(guid(number), FakeDps.disabled("F".repeat(64)));
        }

        enroller.enroll(chunk);

        assertThat(ledger.boards().of(chunk, BoardState.ENROLLED))
                .hasSize(10)
                .allSatisfy(board -> assertThat(board.verifiedAt()).isNotNull());
    }

    @Test
    void refusedBoardIsParkedWithTheServicesWordsWithoutRepeating() {
        var chunk = issuer.certified("line-7", 2);
        dps.refuseItem(guid(2), 400004, "Bad certificate.");

        enroller.enroll(chunk);

        assertThat(ledger.board(2).state()).isEqualTo(BoardState.PARKED);
        assertThat(ledger.board(2).reason()).contains("Bad certificate.").contains("400004");
        assertThat(dps.calls().stream().filter(call -> call.startsWith("create")))
                .hasSize(1);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    /** Parked, its key would be destroyed, and nobody could ever use the enrollment that DPS has. */
    @Test
    void boardThatIsRefusedThoughAnUnansweredCallHasEnrolledItIsEnrolled() {
        var chunk = issuer.certified("line-7", 2);
        dps.put(guid(2), FakeDps.disabled(ledger.board(2).requireThumbprint()));
        dps.refuseItem(guid(2), 400004, "Locked.");

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.board(2).verifiedAt()).isNotNull();
    }

    @Test
    void callOfOneBoardThatIsRefusedThoughAnUnansweredOneHasEnrolledItLeavesItEnrolled() {
        var chunk = issuer.certified("line-7", 1);
        dps.put(guid(1), FakeDps.disabled(ledger.board(1).requireThumbprint()));
        dps.refuseCallsWith(guid(1));

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void refusedBoardThatCannotBeLookedForNowIsNotParkedYet() {
        var chunk = issuer.certified("line-7", 1);
        dps.refuseItem(guid(1), 400004, "Locked.");
        for (var attempt = 0; attempt < ATTEMPTS + 1; attempt++) {
            dps.nextFind(FakeDps.unreachable());
        }

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Deferred.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.CERTIFIED);
    }

    @Test
    void boardThatIsRefusedForNowStaysAndItsChunkComesBack() {
        var chunk = issuer.certified("line-7", 2);
        dps.refuseItem(guid(2), 429001, "Throttled.");

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Deferred.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.CERTIFIED);
        assertThat(ledger.chunks().problems("line-7").get(0)).contains("Throttled.");
    }

    @Test
    void callThatIsRefusedAsAWholeIsRepeatedBoardByBoard() {
        var chunk = issuer.certified("line-7", 4);
        dps.refuseCallsWith(guid(3));

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.board(3).state()).isEqualTo(BoardState.PARKED);
        assertThat(ledger.board(3).reason()).contains("certificate of " + guid(3));
        assertThat(ledger.batches().counts("line-7").enrolled()).isEqualTo(3);
    }

    @Test
    void boardByBoardEndsAtTheFirstAlarm() {
        dps.store(stored -> enabled(stored, true));
        var chunk = issuer.certified("line-7", 4);
        dps.refuseCallsWith(guid(4));

        enroller.enroll(chunk);

        assertThat(dps.calls()).containsExactly("create 4", "create 1", "find " + guid(1));
        assertThat(ledger.batches().find("line-7").orElseThrow().state()).isEqualTo(Batch.State.STOPPED);
    }

    @Test
    void refusedReadParksNobody() {
        var chunk = issuer.certified("line-7", 2);
        dps.nextFind(FakeDps.refused("DPS refuses the request"));

        assertThat(enroller.enroll(chunk)).isEqualTo(new ChunkOutcome.Deferred(chunk, "DPS refuses the request"));

        assertThat(ledger.boards().of(chunk, BoardState.PARKED)).isEmpty();
        dueAgain(chunk);
        assertThat(ledger.batches().counts("line-7").enrolled()).isEqualTo(2);
    }

    @Test
    void throttledCallWaitsAsLongAsDpsAsksAndSucceeds() {
        var chunk = issuer.certified("line-7", 1);
        dps.nextCreate(FakeDps.throttled(Duration.ofSeconds(40)));
        dps.nextCreate(FakeDps.throttled(Duration.ofSeconds(30)));

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(watch.waits().stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofSeconds(70));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void chunkWhoseAttemptsAreExhaustedIsPutAsideAndDueLater() {
        var chunk = issuer.certified("line-7", 1);
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            dps.nextCreate(FakeDps.throttled(Duration.ZERO));
        }

        assertThat(enroller.enroll(chunk)).isEqualTo(new ChunkOutcome.Deferred(chunk, "DPS throttles (429)"));

        assertThat(ledger.chunks().problems("line-7")).containsExactly("DPS throttles (429)");
        assertThat(enroller.enroll(chunk)).isEqualTo(new ChunkOutcome.NotOurs(chunk));
        dueAgain(chunk);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void lostAnswerIsRepeatedAndWhatIsThereThenIsOurs() {
        var chunk = issuer.certified("line-7", 2);
        dps.nextCreate(FakeDps.answerLost());

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        assertThat(ledger.batches().counts("line-7").enrolled()).isEqualTo(2);
        assertThat(watch.waits()).hasSize(1);
    }

    @Test
    void deniedAccessPutsTheChunkAsideAtOnce() {
        var chunk = issuer.certified("line-7", 15);
        dps.nextCreate(FakeDps.denied());

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Deferred.class);

        assertThat(dps.calls()).containsExactly("create 10");
        assertThat(ledger.chunks().problems("line-7").get(0)).contains("credentials");
        assertThat(ledger.boards().of(chunk, BoardState.CERTIFIED)).hasSize(15);
    }

    @Test
    void deniedAccessInTheMiddleEndsTheChunkWithTheCallsThatAreUnderWay() {
        var chunk = issuer.certified("line-7", 250);
        dps.nextCreate(Runnable::run);
        for (var call = 2; call <= 25; call++) {
            dps.nextCreate(FakeDps.denied());
        }

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Deferred.class);

        assertThat(dps.calls().stream().filter(call -> call.startsWith("create")))
                .as("the first, and as many as may be under way at once")
                .hasSizeLessThanOrEqualTo(1 + 2);
        assertThat(ledger.chunks().problems("line-7").get(0)).contains("credentials");
        assertThat(ledger.batches().counts("line-7").enrolled()).isEqualTo(10);
    }

    @Test
    void claimIsNobodyElsesHoweverLongDpsThrottles() {
        var chunk = issuer.certified("line-7", 1);
        for (var attempt = 1; attempt < ATTEMPTS; attempt++) {
            dps.nextCreate(effect -> {
                ledger.endLeases();
                throw DpsException.ComeBackLater.throttled("DPS throttles (429)", Duration.ofMinutes(5), null);
            });
        }
        dps.nextCreate(FakeDps.after(
                () -> assertThat(ledger.chunks().claim(chunk, Stage.ENROLL)).isEmpty()));

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);
    }

    @Test
    void lostIdentityIsIssuedAgainWhenDpsHasNone() {
        var chunk = issuer.certified("line-7", 1);
        var lost = ledger.board(1).requireThumbprint();
        issuer.loseIdentities("line-7");

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);

        var board = ledger.board(1);
        assertThat(board.requireThumbprint()).isNotEqualTo(lost);
        assertThat(dps.stored(guid(1)).orElseThrow().attests(board.requireThumbprint()))
                .isTrue();
        assertThat(data.resolve("work/line-7/" + guid(1) + "." + board.thumbprint() + ".pem"))
                .exists();
    }

    @Test
    void lostIdentityOfABoardThatDpsHasIsNotIssuedAgain() {
        var chunk = issuer.certified("line-7", 2);
        dps.put(guid(1), FakeDps.disabled(ledger.board(1).requireThumbprint()));
        dps.put(guid(2), FakeDps.disabled("F".repeat(64)));
        issuer.loseIdentities("line-7");

        enroller.enroll(chunk);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.PARKED);
        assertThat(ledger.board(1).reason()).contains("identity file is gone");
        assertThat(ledger.board(2).reason()).contains("F".repeat(64));
        assertThat(dps.calls()).containsExactly("find " + guid(1), "find " + guid(2));
    }

    @Test
    void lostIdentityWaitsUntilDpsCanBeAsked() {
        var chunk = issuer.certified("line-7", 1);
        var thumbprint = ledger.board(1).requireThumbprint();
        issuer.loseIdentities("line-7");
        dps.nextFind(FakeDps.denied());

        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Deferred.class);

        assertThat(ledger.board(1).requireThumbprint()).isEqualTo(thumbprint);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.CERTIFIED);
    }

    private void dueAgain(ChunkRef chunk) {
        ledger.endPauses();
        assertThat(enroller.enroll(chunk)).isInstanceOf(ChunkOutcome.Advanced.class);
    }

    private static StoredEnrollment enabled(StoredEnrollment stored, boolean enabled) {
        return new StoredEnrollment(
                enabled, stored.thumbprint(), stored.etag(), List.of(), false, stored.tags(), stored.desired(), null);
    }
}
