package dev.caravan.ledger;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.caravan.board.BoardGuid;
import dev.caravan.ledger.RefusedRow.Outcome;

/** The row that owns a GUID: the first one that was committed. */
record Owner(String batch, long line, @Nullable String consignee, boolean decommissioned) {

    static Optional<Owner> of(JdbcClient database, BoardGuid guid) {
        return database.sql(
                        "SELECT batch_id, line, consignee, state = 'DECOMMISSIONED' AS decommissioned FROM board WHERE guid = :guid")
                .param("guid", guid.value())
                .query((row, index) -> new Owner(
                        row.getString("batch_id"),
                        row.getLong("line"),
                        row.getString("consignee"),
                        row.getBoolean("decommissioned")))
                .optional();
    }

    boolean isRow(String otherBatch, long otherLine) {
        return batch.equals(otherBatch) && line == otherLine;
    }

    RefusedRow refuse(NewBoard board, String otherBatch) {
        var guid = board.guid().value();
        if (!Objects.equals(consignee, board.consignee())) {
            return new RefusedRow(
                    board.line(),
                    guid,
                    Outcome.REJECTED,
                    "column 'guid': '" + guid + "' is already registered for another consignee; a board is assigned"
                            + " to another consignee by the operator, not by a second batch");
        }
        if (decommissioned) {
            return new RefusedRow(
                    board.line(),
                    guid,
                    Outcome.REJECTED,
                    "column 'guid': '" + guid
                            + "' was decommissioned; its GUID never comes back. Give the board a new one");
        }
        var where = batch.equals(otherBatch) ? "line " + line + " of this file" : "batch '" + batch + "', line " + line;
        return new RefusedRow(
                board.line(),
                guid,
                Outcome.DUPLICATE,
                "column 'guid': '" + guid + "' is already in " + where + "; nothing was changed");
    }
}
