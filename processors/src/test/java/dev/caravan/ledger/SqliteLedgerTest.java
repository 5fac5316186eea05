package dev.caravan.ledger;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
