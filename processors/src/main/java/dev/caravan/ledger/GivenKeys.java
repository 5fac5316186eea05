package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.GivenKey;

/** The public keys of boards whose private key is not the hub's. No two boards have the same. */
public final class GivenKeys {

    private final LedgerDatabase database;

    public GivenKeys(LedgerDatabase database) {
        this.database = database;
    }

    /** Those of a chunk's boards, whatever their state; boards whose key the hub makes are absent. */
    public Map<BoardGuid, GivenKey> of(ChunkRef chunk) {
        Map<BoardGuid, GivenKey> keys = new HashMap<>();
        database.reader()
                .sql(
                        "SELECT guid, key_mode, key_given, key_digest FROM board WHERE batch_id = :batch AND chunk = :chunk"
                                + " AND key_mode IS NOT NULL")
                .param("batch", chunk.batch())
                .param("chunk", chunk.number())
                .query(row -> {
                    keys.put(new BoardGuid(row.getString("guid")), key(row));
                });
        return keys;
    }

    /** The key of one board; empty if the hub makes it, or there is no such board. */
    public Optional<GivenKey> find(BoardGuid guid) {
        return database.reader()
                .sql("SELECT key_mode, key_given, key_digest FROM board WHERE guid = :guid AND key_mode IS NOT NULL")
                .param("guid", guid.value())
                .query((row, index) -> key(row))
                .optional();
    }

    private static GivenKey key(ResultSet row) throws SQLException {
        return new GivenKey(
                GivenKey.Mode.valueOf(row.getString("key_mode")),
                row.getString("key_given"),
                row.getString("key_digest"));
    }
}
