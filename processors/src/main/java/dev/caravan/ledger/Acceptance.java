package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** One chunk's rows on their way into the ledger, inside the caller's transaction. */
final class Acceptance {

    private static final int INSERTED = 1;

    private static final String COLUMNS =
            "guid, batch_id, chunk, line, state, consignee, order_number, hardware_revision,"
                    + " attributes, updated_at";

    private static final String VALUES = "?, ?, ?, ?, 'ACCEPTED', ?, ?, ?, ?, " + NOW;

    private final LedgerDatabase database;
    private final Trail trail;
    private final String batch;
    private int chunk;

    Acceptance(LedgerDatabase database, String batch, int chunk) {
        this.database = database;
        this.trail = new Trail(database);
        this.batch = batch;
        this.chunk = chunk;
    }

    void refuse(List<RefusedRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var added = database.batchWriter()
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
        var count = Arrays.stream(added).filter(each -> each == INSERTED).count();
        if (count > 0) {
            trail.note(batch, "rows.refused", null, Map.of("rows", count));
        }
    }

    /** @return the chunk of the new boards, or of those that were there before; empty if none of the rows is a board */
    Optional<ChunkRef> accept(List<NewBoard> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        // In one order for all, so that two batches with the same boards do not wait for each other in a circle.
        var boards = rows.stream()
                .sorted(Comparator.comparing(row -> row.guid().value()))
                .toList();
        var asked = chunk;
        chunk = chunkExists() ? NewChunk.next(database, batch).number() : chunk;
        var inserted = insert(boards);
        var duplicates = new ArrayList<RefusedRow>();
        var added = new ArrayList<String>();
        var owned = 0;
        for (var index = 0; index < inserted.length; index++) {
            var board = boards.get(index);
            if (inserted[index] == INSERTED) {
                added.add(board.guid().value());
            } else if (isOwned(board)) {
                owned++;
            } else {
                duplicates.add(refusal(board));
            }
        }
        refuse(duplicates);
        if (!added.isEmpty()) {
            var created = new ChunkRef(batch, chunk);
            NewChunk.create(database, created);
            trail.note(
                    batch,
                    "boards.accepted",
                    null,
                    Map.of("chunk", chunk, "boards", added.size(), "digest", Trail.digest(added)));
            return Optional.of(created);
        }
        return owned > 0 ? Optional.of(new ChunkRef(batch, asked)) : Optional.empty();
    }

    /** A chunk that is there may be past a stage already: what is added to it would be left behind. */
    private boolean chunkExists() {
        return database.writer()
                .sql("SELECT EXISTS (SELECT 1 FROM chunk WHERE batch_id = :batch AND number = :number)")
                .param("batch", batch)
                .param("number", chunk)
                .query(Boolean.class)
                .single();
    }

    /** Rows of which none brings a key are written as ever; the others have more columns, and more that is unique. */
    private int[] insert(List<NewBoard> boards) {
        if (boards.stream().allMatch(board -> board.key() == null)) {
            return database.batchWriter()
                    .batchUpdate(
                            "INSERT INTO board (" + COLUMNS + ") VALUES (" + VALUES + ") ON CONFLICT (guid) DO NOTHING",
                            boards.stream().map(this::columns).toList());
        }
        return database.batchWriter()
                .batchUpdate(
                        "INSERT INTO board (" + COLUMNS + ", key_mode, key_given, key_digest) VALUES (" + VALUES
                                + ", ?, ?, ?) ON CONFLICT DO NOTHING",
                        boards.stream().map(this::columnsWithKey).toList());
    }

    private Object[] columnsWithKey(NewBoard board) {
        var columns = columns(board);
        var all = Arrays.copyOf(columns, columns.length + 3);
        var key = board.key();
        if (key != null) {
            all[columns.length] = key.mode().name();
            all[columns.length + 1] = key.content();
            all[columns.length + 2] = key.digest();
        }
        return all;
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

    private boolean isOwned(NewBoard board) {
        return Owner.of(database.writer(), board.guid())
                .filter(owner -> owner.isRow(batch, board.line()))
                .isPresent();
    }

    private RefusedRow refusal(NewBoard board) {
        return Owner.of(database.writer(), board.guid())
                .map(owner -> owner.refuse(board, batch))
                .or(() -> KeyOwner.refusal(database.writer(), board))
                .orElseThrow();
    }
}
