package dev.caravan.ledger;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.guid;
import static dev.caravan.ledger.TestLedger.row;
import static org.assertj.core.api.Assertions.assertThat;

/** What people and programs read from the ledger. */
interface ReadContract extends OnLedger {

    @Test
    default void absentBoardAndBatchAreEmptyNotFailures() {
        assertThat(ledger().boards().find(guid(1))).isEmpty();
        assertThat(ledger().batches().find("line-7")).isEmpty();
    }

    @Test
    default void boardsOfAChunkComeInTheOrderOfTheFile() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        ledger().batches().accept("line-7", 0, List.of(row(3), row(1)), List.of());
        ledger().batches().accept("line-7", 1, List.of(row(2)), List.of());

        assertThat(guids(ledger().boards().of(new ChunkRef("line-7", 0), BoardState.ACCEPTED)))
                .containsExactly(1, 3);
    }

    @Test
    default void countsNameEveryRowOfTheBatchAndNoneOfAnother() {
        var chunk = ledger().certified("line-7", 3);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().boards()
                .settled(claim, List.of(new Settled.Enrolled(guid(1), true), new Settled.Parked(guid(2), "no")));
        ledger().batches().accept("line-7", 1, List.of(duplicate(9)), List.of(rejected(10), rejected(11)));

        var counts = ledger().batches().counts("line-7");

        assertThat(counts.enrolled()).isEqualTo(1);
        assertThat(counts.of(BoardState.PARKED)).isEqualTo(1);
        assertThat(counts.inProgress()).isEqualTo(1);
        assertThat(counts.duplicate()).isEqualTo(1);
        assertThat(counts.rejected()).isEqualTo(2);
        assertThat(ledger().batches().counts("line-8").boards()).isEmpty();
    }

    @Test
    default void reportRowsComeInTheOrderOfTheFileWhateverBecameOfThem() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 4);
        ledger().batches().accept("line-7", 0, List.of(row(3), row(1)), List.of(rejected(3)));
        ledger().batches().accept("line-7", 1, List.of(duplicate(5)), List.of());

        try (var rows = ledger().batches().reportRows("line-7")) {
            assertThat(rows.map(row -> row.line() + " " + row.state()))
                    .containsExactly("2 ACCEPTED", "3 REJECTED", "4 ACCEPTED", "5 DUPLICATE");
        }
    }

    @Test
    default void newestBatchesComeFirstAndNoMoreThanAskedFor() {
        for (var name : List.of("one", "two", "three")) {
            ledger().batches().register(name, name + ".csv", "aa", 1);
        }
        ledger().database()
                .writer()
                .sql("UPDATE batch SET created_at = CASE id WHEN 'one' THEN 1 WHEN 'two' THEN 2 ELSE 3 END")
                .update();

        assertThat(ledger().batches().list(2)).extracting(Batch::id).containsExactly("three", "two");
        ledger().batches().stop("one", "an alarm");
        var two = ledger().batches().find("two").orElseThrow();
        assertThat(ledger().batches().list(null, two, 2)).extracting(Batch::id).containsExactly("one");
        assertThat(ledger().batches().list(Batch.State.STOPPED, null, 2))
                .extracting(Batch::id)
                .containsExactly("one");
        assertThat(ledger().batches().list(Batch.State.READING, two, 2)).isEmpty();
    }

    private static List<Integer> guids(List<Board> boards) {
        return boards.stream()
                .map(board -> Integer.valueOf(board.guid().value().substring(24).replaceFirst("^0+", "")))
                .toList();
    }

    private static NewBoard duplicate(long line) {
        return new NewBoard(line, guid(1), null, null, null, Map.of());
    }

    private static RefusedRow rejected(long line) {
        return new RefusedRow(line, "x", RefusedRow.Outcome.REJECTED, "no GUID");
    }
}
