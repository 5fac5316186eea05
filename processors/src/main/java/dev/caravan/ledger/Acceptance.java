package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.caravan.ledger.RefusedRow.Outcome;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** One chunk's rows on their way into the ledger, inside the caller's transaction. */
final class Acceptance {

    private static final int INSERTED = 1;

    private final LedgerDatabase database;
    private final String batch;
    private final int chunk;

    Acceptance(LedgerDatabase database, String batch, int chunk) {
        this.database = database;
        this.batch = batch;
        this.chunk = chunk;
    }

    void refuse(List<RefusedRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        database.batchWriter()
                .batchUpdate(
                        "INSERT INTO refused_row (batch_id, line, value, outcome, reason) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (batch_id, line) DO NOTHING",
                        rows.stream()
                                .map(row -> new Object[] {
                                    batch,
                                    row.line(),
                                    row.value(),
                                    row.outcome().name(),
                                    row.reason()
                                })
                                .toList());
    }

    boolean accept(List<NewBoard> boards) {
        if (boards.isEmpty()) {
            return false;
        }
        var inserted = database.batchWriter()
                .batchUpdate(
                        "INSERT INTO board (guid, batch_id, chunk, line, state, consignee, order_number,"
                                + " hardware_revision, attributes, updated_at) VALUES (?, ?, ?, ?, 'ACCEPTED', ?, ?, ?, ?, "
                                + NOW + ") ON CONFLICT (guid) DO NOTHING",
                        boards.stream().map(this::columns).toList());
        var duplicates = new ArrayList<RefusedRow>();
        var owned = boards.size();
        for (var index = 0; index < inserted.length; index++) {
            if (inserted[index] != INSERTED) {
                var board = boards.get(index);
                var owner = ownerOf(board);
                if (!owner.isRow(batch, board.line())) {
                    owned--;
                    duplicates.add(owner.refuse(board, batch));
                }
            }
        }
        refuse(duplicates);
        if (owned > 0) {
            createChunk();
        }
        return owned > 0;
    }

    private void createChunk() {
        database.writer()
                .sql("INSERT INTO chunk (batch_id, number, stage) VALUES (:batch, :number, 'CERTIFY')"
                        + " ON CONFLICT (batch_id, number) DO NOTHING")
                .param("batch", batch)
                .param("number", chunk)
                .update();
    }

    private Object[] columns(NewBoard board) {
        return new Object[] {
            board.guid().value(),
            batch,
            chunk,
            board.line(),
            board.consignee(),
            board.order(),
            board.hardwareRevision(),
            Json.write(board.attributes())
        };
    }

    private Owner ownerOf(NewBoard board) {
        return database.writer()
                .sql("SELECT batch_id, line, consignee FROM board WHERE guid = :guid")
                .param("guid", board.guid().value())
                .query((row, index) ->
                        new Owner(row.getString("batch_id"), row.getLong("line"), row.getString("consignee")))
                .single();
    }

    /** The row that owns a GUID. */
    private record Owner(
            String batch,
            long line,
            @org.jspecify.annotations.Nullable String consignee) {

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
            var where =
                    batch.equals(otherBatch) ? "line " + line + " of this file" : "batch '" + batch + "', line " + line;
            return new RefusedRow(
                    board.line(),
                    guid,
                    Outcome.DUPLICATE,
                    "column 'guid': '" + guid + "' is already in " + where + "; nothing was changed");
        }
    }
}
