package dev.caravan.ledger;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** The ledger's side when boards are compared with DPS by the page; memory is that of one page. */
public final class Comparison {

    private final LedgerDatabase database;

    public Comparison(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * A board as committed now.
     *
     * @param underWay an activation, or another change that spans DPS and a hub, was begun and has not ended: DPS may be
     *     right either way
     */
    public record Known(Board board, boolean underWay) {

        /** Whether nothing happened to the board between two reads, so that what was seen in between counts. */
        public boolean unchangedSince(Known earlier) {
            return board.version() == earlier.board.version() && !underWay && !earlier.underWay;
        }
    }

    /** Those of the boards that the ledger has. */
    public Map<BoardGuid, Known> read(Collection<BoardGuid> guids) {
        Map<BoardGuid, Known> known = new LinkedHashMap<>();
        if (!guids.isEmpty()) {
            database.reader()
                    .sql("SELECT * FROM board WHERE guid IN (:guids)")
                    .param("guids", guids.stream().map(BoardGuid::value).toList())
                    .query((row, index) -> known(Boards.board(row, index), row.getString("intent")))
                    .list()
                    .forEach(found -> known.put(found.board().guid(), found));
        }
        return known;
    }

    private static Known known(Board board, @Nullable String intent) {
        return new Known(board, intent != null || board.state().halfDone());
    }

    /** The board, if the ledger has it. */
    public Optional<Known> read(BoardGuid guid) {
        return Optional.ofNullable(read(List.of(guid)).get(guid));
    }

    /**
     * DPS was seen to agree on these boards. One that has changed since it was read is left out. That a board was verified
     * is no change of it: its version stays.
     */
    public void agreed(long run, Collection<Board> boards) {
        if (boards.isEmpty()) {
            return;
        }
        database.transact(() -> database.batchWriter()
                .batchUpdate(
                        "UPDATE board SET verified_at = " + NOW + ", agreed_in_run = ? WHERE guid = ? AND version = ?",
                        boards.stream()
                                .map(board -> new Object[] {run, board.guid().value(), board.version()})
                                .toList()));
    }

    /** The board's enrollment was mended and is as it should be: said at the board, and in the audit trail. */
    public void mended(long run, BoardGuid guid, String words) {
        database.transact(() -> database.writer()
                .sql("UPDATE board SET reason = :words, verified_at = " + NOW + ", agreed_in_run = :run,"
                        + " version = version + 1, updated_at = " + NOW + " WHERE guid = :guid RETURNING batch_id")
                .param("words", words)
                .param("run", run)
                .param("guid", guid.value())
                .query(String.class)
                .list()
                .forEach(batch -> new Trail(database)
                        .note(batch, "board.mended", guid, Map.of("text", words), DpsRuns.asker(database, run))));
    }

    /**
     * A board that DPS should have.
     *
     * @param suspicious no page of the run has shown it, and it has not changed since the run began
     */
    public record Enrolled(BoardGuid guid, boolean suspicious) {}

    /**
     * Boards in the order of their GUIDs that DPS should have, or others, which are then not suspicious.
     *
     * @param after the last GUID of the page before; null for the first page
     */
    public List<Enrolled> after(@Nullable BoardGuid after, DpsRun run, int limit) {
        return database.reader()
                .sql("SELECT guid, state IN ('ENROLLED', 'ACTIVATED', 'REGISTERED')"
                        + " AND (agreed_in_run IS NULL OR agreed_in_run <> :run) AND updated_at < :started"
                        + " AND NOT EXISTS (SELECT 1 FROM dps_finding"
                        + " WHERE run_id = :run AND dps_finding.guid = board.guid) AS suspicious"
                        + " FROM board WHERE guid > :after ORDER BY guid LIMIT :limit")
                .param("after", after == null ? "" : after.value())
                .param("run", run.id())
                .param("started", run.startedAt().toEpochMilli())
                .param("limit", limit)
                .query((row, index) -> new Enrolled(new BoardGuid(row.getString("guid")), row.getBoolean("suspicious")))
                .list();
    }
}
