package dev.caravan.ledger;

import java.util.Map;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Gives boards that came without one their consignee. Handing a board over to another consignee is no assignment. */
public final class Assignments {

    private final LedgerDatabase database;
    private final Trail trail;

    public Assignments(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /**
     * Assigns the board to the consignee unless it has one; who comes first has it.
     *
     * @return the board as it is then; the consignee of another is left as it is
     */
    public Board assign(BoardGuid guid, String consignee, Requester by) {
        return database.inTransaction(() -> {
            database.writer()
                    .sql("UPDATE board SET consignee = :consignee, version = version + 1, updated_at = " + NOW
                            + " WHERE guid = :guid AND consignee IS NULL RETURNING batch_id")
                    .param("consignee", consignee)
                    .param("guid", guid.value())
                    .query(String.class)
                    .list()
                    .forEach(batch -> say(batch, guid, consignee, by));
            return database.writer()
                    .sql("SELECT * FROM board WHERE guid = :guid")
                    .param("guid", guid.value())
                    .query(Boards::board)
                    .single();
        });
    }

    private void say(String batch, BoardGuid guid, String consignee, Requester by) {
        trail.note(batch, "board.assigned", guid, Map.of("consignee", consignee), by);
        trail.tell(
                "board.assigned", guid.value(), Map.of("guid", guid.value(), "batch", batch, "consignee", consignee));
    }
}
