package dev.caravan.ledger;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** What an operator reads of a batch that is under way. */
interface ProgressContract extends OnLedger {

    @Test
    default void openBatchesAreCountedTheOldestFirst() {
        var chunk = ledger().certified("line-7", 3);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().boards().settled(claim, List.of(new Settled.Enrolled(guid(1), true), parked(2)));
        ledger().batches().register("line-8", "line-8.csv", "bb", 9);
        ledger().batches()
                .accept(
                        "line-8",
                        0,
                        List.of(),
                        List.of(new RefusedRow(2, "x", RefusedRow.Outcome.REJECTED, "this is no GUID")));

        assertThat(ledger().batches().open())
                .containsExactly(new OpenBatch("line-7", 3, 2, 0), new OpenBatch("line-8", 9, 0, 1));
        assertThat(new OpenBatch("line-8", 9, 0, 1).remaining()).isEqualTo(8);
    }

    @Test
    default void talliesAreWhatACountWouldGiveWhateverHasHappened() {
        var chunk = ledger().certified("line-7", 6);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().boards()
                .settled(
                        claim,
                        List.of(
                                new Settled.Enrolled(guid(1), true),
                                new Settled.Enrolled(guid(2), false),
                                parked(3),
                                parked(4)));
        new Retries(ledger().database(), 500).board(guid(3), ASKER);
        ledger().batches()
                .accept(
                        "line-7",
                        1,
                        List.of(TestLedger.row(1), TestLedger.row(7)),
                        List.of(
                                new RefusedRow(9, "x", RefusedRow.Outcome.REJECTED, "this is no GUID"),
                                new RefusedRow(10, "x", RefusedRow.Outcome.DUPLICATE, "seen")));
        ledger().batches()
                .accept("line-7", 1, List.of(), List.of(new RefusedRow(9, "x", RefusedRow.Outcome.REJECTED, "again")));

        var counts = ledger().batches().counts("line-7");

        assertThat(counts.boards()).isEqualTo(counted("line-7"));
        assertThat(counts.rejected()).isEqualTo(1);
        assertThat(counts.duplicate()).isEqualTo(1);
    }

    private Map<BoardState, Long> counted(String batch) {
        Map<BoardState, Long> counted = new EnumMap<>(BoardState.class);
        ledger().database()
                .reader()
                .sql("SELECT state, count(*) AS boards FROM board WHERE batch_id = :batch GROUP BY state")
                .param("batch", batch)
                .query(row -> {
                    counted.put(BoardState.valueOf(row.getString("state")), row.getLong("boards"));
                });
        return counted;
    }

    @Test
    default void batchesThatNobodyWorksAreNotOpen() {
        ledger().accepted("line-7", 1);
        ledger().batches().stop("line-7", "DPS has a board enabled");

        assertThat(ledger().batches().open()).isEmpty();
    }

    @Test
    default void lastProblemIsRememberedWhenItIsOver() {
        var chunk = ledger().accepted("line-7", 1);
        assertThat(lastProblem()).isNull();
        ledger().chunks()
                .release(ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow(), Duration.ZERO, "DPS is down");
        ledger().endPauses();

        ledger().chunks().advance(ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow());

        assertThat(ledger().chunks().problems("line-7")).isEmpty();
        assertThat(lastProblem()).isEqualTo("DPS is down");
        assertThat(ledger().batches().find("line-7").orElseThrow().lastProblemAt())
                .isNotNull();
    }

    @Test
    default void parkedBoardsAndAlarmsAreProblems() {
        var claim = ledger().chunks()
                .claim(ledger().certified("line-7", 2), Stage.ENROLL)
                .orElseThrow();
        ledger().boards().settled(claim, List.of(parked(1), parked(2)));
        assertThat(lastProblem()).isEqualTo("board " + guid(2) + " was parked: DPS refuses the board");

        ledger().batches().stop("line-7", "DPS has a board enabled");
        assertThat(lastProblem()).isEqualTo("DPS has a board enabled");
    }

    @Test
    default void batchIsReadWhenItsRowsAre() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 1);
        assertThat(ledger().batches().isRead("line-7")).isFalse();

        ledger().batches().rowsRead("line-7");

        assertThat(ledger().batches().isRead("line-7")).isTrue();
        assertThat(ledger().batches().isRead("unknown")).isFalse();
    }

    private static Settled parked(int number) {
        return new Settled.Parked(guid(number), "DPS refuses the board");
    }

    private String lastProblem() {
        return ledger().batches().find("line-7").orElseThrow().lastProblem();
    }
}
