package dev.caravan.ledger;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Retries.BoardRetry;
import dev.caravan.ledger.Retries.Retried;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static dev.caravan.ledger.TestLedger.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What was given up comes back, and nothing else. */
interface RetryContract extends OnLedger {

    @Test
    default void parkedBoardGoesOnWhereItWasParkedInAChunkOfItsOwn() {
        parked("line-7", 3, 2);

        assertThat(retries(500).batch("line-7", ASKER)).contains(new Retried("line-7", 1, false));

        var board = ledger().board(2);
        assertThat(board.state()).isEqualTo(BoardState.CERTIFIED);
        assertThat(board.reason()).isNull();
        assertThat(board.requireThumbprint()).startsWith("0");
        var chunk = new ChunkRef("line-7", 1);
        assertThat(ledger().chunks().unfinished(10)).containsExactly(new Chunks.Due(chunk, Stage.CERTIFY));
        assertThat(ledger().boards().of(chunk, BoardState.CERTIFIED)).containsExactly(board);
    }

    @Test
    default void completeBatchIsWorkedAgainAndCompletedAsTheNextRevision() {
        parked("line-7", 3, 2);
        ledger().completed("line-7", 1);

        retries(500).batch("line-7", ASKER);

        assertThat(batch().state()).isEqualTo(Batch.State.WORKING);
        assertThat(batch().revision()).isEqualTo(1);
        assertThat(ledger().batches().isAtItsEnd("line-7")).isFalse();
    }

    @Test
    default void batchThatIsRetriedWhileItsReportIsWrittenIsNotComplete() {
        parked("line-7", 3, 2);
        retries(500).batch("line-7", ASKER);

        ledger().completed("line-7", 1);

        assertThat(batch().state()).isEqualTo(Batch.State.WORKING);
        assertThat(batch().revision()).isEqualTo(1);
    }

    @Test
    default void manyParkedBoardsAreSpreadOverChunks() {
        parked("line-7", 5, 1, 2, 4, 5);

        assertThat(retries(2).batch("line-7", ASKER).orElseThrow().boards()).isEqualTo(4);

        assertThat(ledger().chunks().unfinished(10))
                .extracting(due -> due.chunk().number())
                .containsExactly(1, 2);
        assertThat(ledger().boards().of(new ChunkRef("line-7", 2), BoardState.CERTIFIED))
                .extracting(board -> board.guid())
                .containsExactly(guid(4), guid(5));
    }

    @Test
    default void secondRetryFindsNothingToDo() {
        parked("line-7", 3, 2);
        retries(500).batch("line-7", ASKER);

        assertThat(retries(500).batch("line-7", ASKER)).contains(new Retried("line-7", 0, false));

        assertThat(ledger().chunks().unfinished(10)).hasSize(1);
    }

    @Test
    default void batchWithoutParkedBoardsStaysComplete() {
        parked("line-7", 1);
        ledger().completed("line-7", 1);

        retries(500).batch("line-7", ASKER);

        assertThat(batch().state()).isEqualTo(Batch.State.COMPLETE);
        assertThat(retries(500).batch("no-such-batch", ASKER)).isEmpty();
    }

    @Test
    default void stoppedBatchIsWorkedAgainAndTrustsNoEarlierVerification() {
        parked("line-7", 3, 2);
        assertThat(ledger().boards().anyVerified("line-7")).isTrue();
        ledger().batches().stop("line-7", "DPS has a board enabled");
        ledger().batches().alarmed("line-7");

        assertThat(retries(500).batch("line-7", ASKER)).contains(new Retried("line-7", 1, true));

        assertThat(batch().state()).isEqualTo(Batch.State.WORKING);
        assertThat(batch().alarm()).isNull();
        assertThat(batch().completedAt()).isNull();
        assertThat(ledger().boards().anyVerified("line-7")).isFalse();
    }

    @Test
    default void chunkThatWasWorkedWhenTheAlarmCameIsFreeAndItsOldWorkerRefused() {
        var chunk = ledger().certified("line-7", 2);
        var worker = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().batches().stop("line-7", "DPS has a board enabled");

        retries(500).batch("line-7", ASKER);

        assertThat(ledger().otherHub().claim(chunk, Stage.ENROLL)).isPresent();
        assertThatExceptionOfType(StaleClaimException.class).isThrownBy(() -> park(worker, 1));
        assertThat(ledger().board(1).state()).isEqualTo(BoardState.CERTIFIED);
    }

    @Test
    default void batchThatWasStoppedWhileItWasReadIsReadToItsEnd() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 2);
        ledger().batches().accept("line-7", 0, List.of(row(1)), List.of());
        ledger().batches().stop("line-7", "DPS has a board enabled");

        retries(500).batch("line-7", ASKER);

        assertThat(ledger().batches().halfRead()).extracting(Batch::id).containsExactly("line-7");
    }

    @Test
    default void batchThatWasStoppedAgainAfterItsReportWantsItsAlarmFile() {
        parked("line-7", 3, 2);
        ledger().completed("line-7", 1);
        retries(500).batch("line-7", ASKER);

        ledger().batches().stop("line-7", "DPS has a board enabled");

        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
    }

    @Test
    default void oneBoardIsRetriedAndTheOthersStayParked() {
        parked("line-7", 3, 2, 3);
        ledger().completed("line-7", 1);

        assertThat(retries(500).board(guid(2), ASKER)).contains(BoardRetry.RETRIED);

        assertThat(ledger().board(2).state()).isEqualTo(BoardState.CERTIFIED);
        assertThat(ledger().board(3).state()).isEqualTo(BoardState.PARKED);
        assertThat(batch().state()).isEqualTo(Batch.State.WORKING);
    }

    @Test
    default void boardThatIsNotParkedOrOfAStoppedBatchIsLeftAlone() {
        parked("line-7", 3, 2);
        assertThat(retries(500).board(guid(1), ASKER)).contains(BoardRetry.NOT_PARKED);
        assertThat(retries(500).board(guid(9), ASKER)).isEmpty();

        ledger().batches().stop("line-7", "DPS has a board enabled");

        assertThat(retries(500).board(guid(2), ASKER)).contains(BoardRetry.BATCH_STOPPED);
        assertThat(ledger().board(2).state()).isEqualTo(BoardState.PARKED);
    }

    @Test
    default void boardWhoseKeyIsBeingDestroyedIsNotRetriedUntilThatIsDone() {
        var chunk = ledger().certified("line-7", 2);
        var enroll = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        park(enroll, 2);
        ledger().chunks().advance(enroll);
        var deliver = ledger().chunks().claim(chunk, Stage.DELIVER).orElseThrow();

        assertThat(retries(500).board(guid(2), ASKER)).contains(BoardRetry.IN_DELIVERY);
        assertThat(retries(500).batch("line-7", ASKER).orElseThrow().boards()).isZero();

        ledger().chunks().advance(deliver);
        assertThat(retries(500).board(guid(2), ASKER)).contains(BoardRetry.RETRIED);
    }

    @Test
    default void hubThatSleptOverARetryAndWroteAnOldReportHasItWrittenAnew() {
        parked("line-7", 3, 2);
        var chunks = ledger().batches().chunks("line-7");
        ledger().batches().completed("line-7", 1, chunks);
        retries(500).batch("line-7", ASKER);
        var again = new ChunkRef("line-7", 1);
        for (var stage : List.of(Stage.CERTIFY, Stage.ENROLL, Stage.DELIVER)) {
            ledger().chunks().advance(ledger().chunks().claim(again, stage).orElseThrow());
        }
        ledger().batches().completed("line-7", 2, ledger().batches().chunks("line-7"));
        assertThat(batch().state()).isEqualTo(Batch.State.COMPLETE);

        ledger().batches().completed("line-7", 1, chunks);

        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
        assertThat(batch().revision()).isEqualTo(2);
    }

    @Test
    default void retryWhileRowsAreStillReadDoesNotGetInTheirWay() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 2);
        var first = ledger().batches()
                .accept("line-7", 0, List.of(row(1)), List.of())
                .orElseThrow();
        park(ledger().chunks().claim(first, Stage.CERTIFY).orElseThrow(), 1);

        retries(500).batch("line-7", ASKER);
        ledger().batches().accept("line-7", 1, List.of(row(2)), List.of());

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ACCEPTED);
        assertThat(ledger().chunks().unfinished(10))
                .extracting(due -> due.chunk().number())
                .contains(1, 2);
    }

    @Test
    default void batchOfWhichABoardIsRetriedWhileItsFirstReportIsWrittenIsCompletedOnceAndThenAmended() {
        parked("line-7", 3, 2);
        var chunks = ledger().batches().chunks("line-7");
        retries(500).batch("line-7", ASKER);

        ledger().batches().completed("line-7", 1, chunks);
        ledger().batches().completed("line-7", 1, chunks);

        assertThat(batch().state()).isEqualTo(Batch.State.WORKING);
        work(new ChunkRef("line-7", 1));
        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
        ledger().completed("line-7", 2);
        ledger().completed("line-7", 2);
        assertThat(batch().state()).isEqualTo(Batch.State.COMPLETE);
        assertThat(toldOfTheBatch()).containsExactly("batch.completed", "batch.amended");
    }

    @Test
    default void retryThatIsOverBeforeTheFirstReportIsWrittenIsInTheNextOne() {
        parked("line-7", 3, 2);
        var chunks = ledger().batches().chunks("line-7");
        retries(500).batch("line-7", ASKER);
        work(new ChunkRef("line-7", 1));

        ledger().batches().completed("line-7", 1, chunks);

        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
        ledger().completed("line-7", 2);
        assertThat(batch().state()).isEqualTo(Batch.State.COMPLETE);
        assertThat(toldOfTheBatch()).containsExactly("batch.completed", "batch.amended");
    }

    @Test
    default void reportOfABatchThatIsStoppedMeanwhileKeepsNoAlarmBack() {
        parked("line-7", 1);
        var chunks = ledger().batches().chunks("line-7");
        ledger().batches().stop("line-7", "DPS has a board enabled");

        ledger().batches().completed("line-7", 1, chunks);

        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
        assertThat(toldOfTheBatch()).containsExactly("batch.stopped");
    }

    private void work(ChunkRef chunk) {
        ledger().chunks().advance(ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow());
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        for (var board : ledger().boards().of(chunk, BoardState.CERTIFIED)) {
            ledger().boards().settled(claim, List.of(new Settled.Enrolled(board.guid(), true)));
        }
        ledger().chunks().advance(claim);
        ledger().chunks().advance(ledger().chunks().claim(chunk, Stage.DELIVER).orElseThrow());
    }

    private List<String> toldOfTheBatch() {
        return new Events(ledger().database())
                .after(new Reach.Everything(), 0, 100).stream()
                        .map(Events.Event::type)
                        .filter(type -> type.startsWith("batch."))
                        .toList();
    }

    private Retries retries(int chunkRows) {
        return new Retries(ledger().database(), chunkRows);
    }

    private Batch batch() {
        return ledger().batches().find("line-7").orElseThrow();
    }

    /** All rows worked to their end: those of these numbers are parked, the others enrolled. */
    private void parked(String batch, int boards, int... parked) {
        var chunk = ledger().certified(batch, boards);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        for (var number : parked) {
            park(claim, number);
        }
        for (var board : ledger().boards().of(chunk, BoardState.CERTIFIED)) {
            ledger().boards().settled(claim, List.of(new Settled.Enrolled(board.guid(), true)));
        }
        ledger().chunks().advance(claim);
        ledger().chunks().advance(ledger().chunks().claim(chunk, Stage.DELIVER).orElseThrow());
    }

    private void park(Claim claim, int number) {
        ledger().boards().settled(claim, List.of(new Settled.Parked(guid(number), "DPS says no")));
    }
}
