package dev.caravan.ledger;

import java.util.Optional;

import dev.caravan.access.Requester;
import dev.caravan.board.BoardGuid;

/**
 * The replacement under way in which a board takes the place of another: nobody has asked for its activation by itself.
 *
 * @param of the board whose place it takes
 * @param by who has asked for the replacement
 * @param reason in that principal's words
 */
record TakenOver(BoardGuid of, Requester by, String reason) {

    /** Inside a transaction. */
    static Optional<TakenOver> by(LedgerDatabase database, BoardGuid successor) {
        return database.writer()
                .sql("SELECT guid, caller, reason FROM lifecycle WHERE successor = :guid")
                .param("guid", successor.value())
                .query((row, index) -> new TakenOver(
                        new BoardGuid(row.getString("guid")),
                        Json.requester(row.getString("caller")),
                        row.getString("reason")))
                .optional();
    }
}
