package dev.caravan.ledger;

import java.util.Optional;

import dev.caravan.access.Reach;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

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
}
