package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.ledger.RefusedRow.Outcome;

import static dev.caravan.ledger.TestLedger.guid;
import static dev.caravan.ledger.TestLedger.row;
import static org.assertj.core.api.Assertions.assertThat;

/** Rows on their way into the ledger. */
interface AcceptanceContract extends OnLedger {

    @Test
    default void acceptedBoardIsStoredWithEverythingThatItsRowSays() {
        register("line-7");
        var board = new NewBoard(2, guid(1), "acme", "4711", "B2", Map.of("colour", "grün", "a", "\"1\""));

        assertThat(ledger().batches().accept("line-7", 0, List.of(board), List.of()))
                .isPresent();

        var stored = ledger().board(1);
        assertThat(stored.state()).isEqualTo(BoardState.ACCEPTED);
        assertThat(stored.batch()).isEqualTo("line-7");
        assertThat(stored.line()).isEqualTo(2);
        assertThat(stored.consignee()).isEqualTo("acme");
        assertThat(stored.order()).isEqualTo("4711");
        assertThat(stored.hardwareRevision()).isEqualTo("B2");
        assertThat(stored.attributes()).isEqualTo(Map.of("colour", "grün", "a", "\"1\""));
        assertThat(stored.thumbprint()).isNull();
        assertThat(stored.version()).isEqualTo(1);
    }

    @Test
    default void sameRowsAgainChangeNothing() {
        register("line-7");
        var rows = List.of(row(1), at(9, 1, null));
        var refused = List.of(new RefusedRow(4, "x", Outcome.REJECTED, "no GUID"));
        ledger().batches().accept("line-7", 0, rows, refused);
        var before = rowsOf("line-7");

        assertThat(ledger().batches().accept("line-7", 0, rows, refused)).isPresent();

        assertThat(rowsOf("line-7")).isEqualTo(before).hasSize(3);
        assertThat(ledger().chunks().unfinished(10)).hasSize(1);
    }

    @Test
    default void workedChunkIsNotPutBackByAcceptingItsRowsAgain() {
        var chunk = ledger().certified("line-7", 1);

        ledger().batches().accept("line-7", 0, List.of(row(1)), List.of());

        assertThat(ledger().chunks().claim(chunk, Stage.CERTIFY)).isEmpty();
        assertThat(ledger().board(1).state()).isEqualTo(BoardState.CERTIFIED);
    }

    @Test
    default void laterRowOfTheFileIsADuplicateThatNamesTheFirst() {
        register("line-7");

        ledger().batches().accept("line-7", 0, List.of(row(1), at(5, 1, null)), List.of());

        assertThat(reason("line-7", 5))
                .isEqualTo(new ReportRow(
                        5,
                        guid(1).value(),
                        "DUPLICATE",
                        "column 'guid': '" + guid(1) + "' is already in line 2 of this file; nothing was changed"));
        assertThat(ledger().board(1).line()).isEqualTo(2);
    }

    @Test
    default void rowOfAnotherBatchIsADuplicateThatNamesBatchAndLine() {
        ledger().accepted("line-7", 1);
        register("line-8");

        var holdsBoards = ledger().batches().accept("line-8", 0, List.of(at(9, 1, null)), List.of());

        assertThat(holdsBoards).isEmpty();
        assertThat(reason("line-8", 9).state()).isEqualTo("DUPLICATE");
        assertThat(reason("line-8", 9).reason()).contains("batch 'line-7', line 2");
        assertThat(ledger().chunks().claim(new ChunkRef("line-8", 0), Stage.CERTIFY))
                .isEmpty();
    }

    @Test
    default void rowForAnotherConsigneeIsRejectedWithoutNamingTheOwner() {
        register("secret-batch");
        ledger().batches().accept("secret-batch", 0, List.of(at(2, 1, "acme")), List.of());
        register("line-8");

        ledger().batches().accept("line-8", 0, List.of(at(3, 1, "rival"), at(4, 1, null)), List.of());

        for (var line : List.of(3, 4)) {
            assertThat(reason("line-8", line).state()).isEqualTo("REJECTED");
            assertThat(reason("line-8", line).reason())
                    .contains("already registered for another consignee")
                    .doesNotContain("acme")
                    .doesNotContain("secret-batch")
                    .doesNotContain("line 2");
        }
        assertThat(ledger().board(1).consignee()).isEqualTo("acme");
    }

    @Test
    default void keyThatAnotherBoardHasIsRefusedAndBothAreNamedOnlyToTheSameConsignee() {
        register("line-7");
        ledger().batches().accept("line-7", 0, List.of(keyed(2, 1, "acme", "k1")), List.of());
        register("line-8");

        var rows = List.of(
                keyed(2, 2, "acme", "k1"),
                keyed(3, 3, "rival", "k1"),
                keyed(4, 4, "rival", "k2"),
                keyed(5, 5, "rival", "k2"),
                row(6));
        assertThat(ledger().batches().accept("line-8", 0, rows, List.of())).isPresent();
        ledger().batches().accept("line-8", 0, rows, List.of());

        assertThat(rowsOf("line-8"))
                .extracting(row -> row.line() + " " + row.state())
                .containsExactly("2 REJECTED", "3 REJECTED", "4 ACCEPTED", "5 REJECTED", "7 ACCEPTED");
        assertThat(reason("line-8", 2).reason())
                .isEqualTo("column 'csr': each board must have a key of its own, but this public key (SHA-256 k1) is"
                        + " already that of board " + guid(1) + " (batch 'line-7', line 2)");
        assertThat(reason("line-8", 3).reason()).endsWith("is already that of another board");
        assertThat(ledger().boards().givenKeys().of(new ChunkRef("line-8", 0))).containsOnlyKeys(guid(4));
        assertThat(ledger().batches().hasKeysOfTheHub("line-7")).isFalse();
        assertThat(ledger().batches().hasKeysOfTheHub("line-8")).isTrue();
    }

    private static NewBoard keyed(long line, int number, String consignee, String digest) {
        var key = new GivenKey(GivenKey.Mode.CSR, "key-of-" + digest, digest);
        return new NewBoard(line, guid(number), consignee, null, null, Map.of(), key);
    }

    @Test
    default void boardsThatComeLaterToAChunkThatIsPastCertificationAreNotForgotten() {
        var chunk = ledger().certified("line-7", 1);

        ledger().batches().accept("line-7", 0, List.of(row(1), row(2)), List.of());

        var waiting = ledger().chunks().unfinished(10).stream()
                .filter(due -> due.stage() == Stage.CERTIFY)
                .flatMap(due -> ledger().boards().of(due.chunk(), BoardState.ACCEPTED).stream())
                .toList();
        assertThat(waiting).extracting(board -> board.guid()).containsExactly(guid(2));
        assertThat(ledger().boards().of(chunk, BoardState.CERTIFIED)).hasSize(1);
    }

    @Test
    default void twoBatchesThatMeetOwnEachBoardOnce() throws Exception {
        register("line-7");
        register("line-8");
        var barrier = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            var both = new ArrayList<Future<?>>();
            for (var batch : List.of("line-7", "line-8")) {
                both.add(threads.submit(() -> {
                    for (var chunk = 0; chunk < 10; chunk++) {
                        barrier.await();
                        var first = chunk * 20;
                        var rows = IntStream.range(first, first + 20)
                                .mapToObj(TestLedger::row)
                                .toList();
                        ledger().batches().accept(batch, chunk, rows, List.of());
                    }
                    return null;
                }));
            }
            for (var one : both) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        var first = ledger().batches().counts("line-7");
        var second = ledger().batches().counts("line-8");
        assertThat(first.of(BoardState.ACCEPTED) + second.of(BoardState.ACCEPTED))
                .isEqualTo(200);
        assertThat(first.of(BoardState.ACCEPTED) + first.duplicate()).isEqualTo(200);
        assertThat(second.of(BoardState.ACCEPTED) + second.duplicate()).isEqualTo(200);
    }

    private void register(String batch) {
        ledger().batches().register(batch, batch + ".csv", "sha-of-" + batch, 10);
    }

    private static NewBoard at(long line, int number, @Nullable String consignee) {
        return new NewBoard(line, guid(number), consignee, null, null, Map.of());
    }

    private List<ReportRow> rowsOf(String batch) {
        try (var rows = ledger().batches().reportRows(batch)) {
            return rows.toList();
        }
    }

    private ReportRow reason(String batch, long line) {
        return rowsOf(batch).stream()
                .filter(row -> row.line() == line)
                .findFirst()
                .orElseThrow();
    }
}
