package dev.caravan.ledger;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Reach;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

class SqliteLedgerTest extends LedgerContract {

    @TempDir
    Path data;

    @Override
    TestLedger open() {
        return TestLedger.sqlite(data.resolve("ledger.db"));
    }

    @Test
    void whatIsCommittedIsThereAfterTheNextStart() {
        ledger().accepted("line-7", 2);
        ledger().close();

        try (var reopened = open()) {
            assertThat(reopened.batches().find("line-7")).isPresent();
            assertThat(reopened.board(2).line()).isEqualTo(3);
        }
    }

    @Test
    void powerFailureLosesNothingCommittedBecauseTheLogIsSyncedInFull() {
        var database = ledger().database();

        assertThat(database.writer()
                        .sql("PRAGMA synchronous")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(database.writer()
                        .sql("PRAGMA journal_mode")
                        .query(String.class)
                        .single())
                .isEqualTo("wal");
    }

    /** It once went through the whole batch for each chunk, which costs a million boards a million times a million. */
    @Test
    void boardsOfAChunkAreFoundWithoutALookAtTheOthersOfTheirBatch() {
        var plan = ledger().database()
                .reader()
                .sql("EXPLAIN QUERY PLAN " + Boards.OF_CHUNK)
                .param("batch", "line-7")
                .param("chunk", 3)
                .param("state", "CERTIFIED")
                .query((row, index) -> row.getString("detail"))
                .list();

        assertThat(plan).containsExactly("SEARCH board USING INDEX board_by_chunk (batch_id=? AND chunk=?)");
    }

    /** Lists of boards once went through the whole ledger where few of its boards were asked for: 2.8 s at a million. */
    @Test
    void everyListIsSearchedInAnIndexAndNeverSorted() {
        for (var each : ListContract.cases()) {
            for (var order : ListContract.orders(each.filter())) {
                for (var reach : ListContract.reaches()) {
                    for (var after : Arrays.asList(null, new BoardPlace(1003, guid(20).value()))) {
                        assertThat(plan(reach, each.filter(), order, after))
                                .as(each.filter() + " by " + order + " for " + reach)
                                .noneMatch(step -> step.startsWith("SCAN board") || step.contains("TEMP B-TREE"));
                    }
                }
            }
        }
    }

    private List<String> plan(Reach reach, BoardFilter filter, BoardOrder order, @Nullable BoardPlace after) {
        return new BoardLists(ledger().database()).plan(reach, filter, order, after);
    }

    @Test
    void usualListsAreReadFromTheirOwnIndexes() {
        var everything = new Reach.Everything();
        var krone = new Reach.Consignees(Set.of("krone"));
        var enrolled = new BoardFilter(BoardState.ENROLLED, null, null, null, null, null, null, false);

        assertThat(plan(everything, enrolled, BoardOrder.usual(enrolled), null).toString())
                .contains("INDEX board_by_state ");
        assertThat(plan(krone, enrolled, BoardOrder.usual(enrolled), null).toString())
                .contains("INDEX board_by_consignee_and_state (consignee=? AND state=? AND (updated_at,guid)");
    }
}
