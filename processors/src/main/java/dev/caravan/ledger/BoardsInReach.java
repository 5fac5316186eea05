package dev.caravan.ledger;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

/** Boards as those see them who ask from outside: what is out of their reach is not there. */
public final class BoardsInReach {

    private final LedgerDatabase database;

    public BoardsInReach(LedgerDatabase database) {
        this.database = database;
    }

    /** The board with this GUID; empty if there is none, or if it is another's. */
    public Optional<Board> find(Reach reach, BoardGuid guid) {
        var in = InReach.of(reach);
        return database.reader()
                .sql("SELECT * FROM board WHERE guid = :guid AND " + in.condition())
                .param("guid", guid.value())
                .param("consignees", in.consignees())
                .query(Boards::board)
                .optional();
    }

    /**
     * Boards in the order of their GUIDs.
     *
     * @param after the last GUID of the page before; null for the first page
     * @param state only boards in this state; null for all
     * @param batch only boards of this batch; null for all
     */
    public List<Board> list(
            Reach reach, @Nullable BoardGuid after, @Nullable BoardState state, @Nullable String batch, int limit) {
        var in = InReach.of(reach);
        return database.reader()
                .sql("SELECT * FROM board WHERE guid > :after AND " + in.condition()
                        + " AND (CAST(:state AS TEXT) IS NULL OR state = :state)"
                        + " AND (CAST(:batch AS TEXT) IS NULL OR batch_id = :batch) ORDER BY guid LIMIT :limit")
                .param("after", after == null ? "" : after.value())
                .param("consignees", in.consignees())
                .param("state", state == null ? null : state.name())
                .param("batch", batch)
                .param("limit", limit)
                .query(Boards::board)
                .list();
    }
}
