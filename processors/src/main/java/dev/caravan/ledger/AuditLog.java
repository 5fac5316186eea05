package dev.caravan.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The audit trail as it stands in the database: what checkpoints are made of, and what a verification reads. */
public final class AuditLog {

    private final LedgerDatabase database;

    public AuditLog(LedgerDatabase database) {
        this.database = database;
    }

    /** The end of a chain. */
    public record Head(String chain, long count, String hash) {}

    /** A checkpoint as stored. @param signature base64 of a detached CMS signature over the content */
    public record StoredCheckpoint(long number, String content, String signature) {}

    /** Ends of chains that have grown since the last checkpoint, by name. */
    public List<Head> grown() {
        return heads("WHERE event_count > checkpointed");
    }

    /** Ends of all chains, by name. */
    public List<Head> heads() {
        return heads("");
    }

    /** How many events of each chain the ledger holds to be covered by checkpoints. */
    public Map<String, Long> checkpointed() {
        Map<String, Long> covered = new TreeMap<>();
        database.reader().sql("SELECT chain, checkpointed FROM audit_head").query(row -> {
            covered.put(row.getString("chain"), row.getLong("checkpointed"));
        });
        return covered;
    }

    /** The end of one chain, as it is now. */
    public Optional<Head> head(String chain) {
        return database.reader()
                .sql("SELECT chain, event_count, hash FROM audit_head WHERE chain = :chain")
                .param("chain", chain)
                .query(AuditLog::head)
                .optional();
    }

    private List<Head> heads(String condition) {
        return database.reader()
                .sql("SELECT chain, event_count, hash FROM audit_head " + condition + " ORDER BY chain")
                .query(AuditLog::head)
                .list();
    }

    private static Head head(ResultSet row, int index) throws SQLException {
        return new Head(row.getString("chain"), row.getLong("event_count"), row.getString("hash"));
    }

    /** Names of the chains that have events, whatever the heads say. */
    public List<String> chains() {
        return database.reader()
                .sql("SELECT DISTINCT chain FROM audit_event ORDER BY chain")
                .query(String.class)
                .list();
    }

    /** Events of a chain in the order of their numbers. */
    public List<AuditEvent> events(String chain, long after, int limit) {
        return database.reader()
                .sql("SELECT chain, number, at, kind, board, detail, hash FROM audit_event"
                        + " WHERE chain = :chain AND number > :after ORDER BY number LIMIT :limit")
                .param("chain", chain)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> new AuditEvent(
                        row.getString("chain"),
                        row.getLong("number"),
                        row.getLong("at"),
                        text(row, "kind"),
                        row.getString("board") == null ? null : text(row, "board"),
                        text(row, "detail"),
                        row.getString("hash")))
                .list();
    }

    /** SQLite takes any bytes for a text: those that are none must not read like what was there before. */
    private static String text(ResultSet row, String column) throws SQLException {
        var bytes = row.getBytes(column);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException none) {
            return "no text: " + HexFormat.of().formatHex(bytes);
        }
    }

    /** The hash of one event as it is stored. */
    public Optional<String> hash(String chain, long number) {
        return database.reader()
                .sql("SELECT hash FROM audit_event WHERE chain = :chain AND number = :number")
                .param("chain", chain)
                .param("number", number)
                .query(String.class)
                .optional();
    }

    /**
     * What SQLite stores of events and no writer of ours has written: values of another type, which read the same, and rows
     * that only some ways of reading find. PostgreSQL takes neither.
     *
     * @return in words, of each chain the first one
     */
    public List<String> misfits() {
        if (database.isShared()) {
            return List.of();
        }
        var found = new ArrayList<>(database.reader()
                .sql("SELECT CAST(chain AS TEXT) AS chain, min(CAST(number AS INTEGER)) AS number"
                        + " FROM audit_event NOT INDEXED"
                        + " WHERE typeof(chain) <> 'text' OR typeof(number) <> 'integer' OR typeof(at) <> 'integer'"
                        + " OR typeof(kind) <> 'text' OR typeof(board) NOT IN ('text', 'null')"
                        + " OR typeof(detail) <> 'text' OR typeof(hash) <> 'text'"
                        + " GROUP BY CAST(chain AS TEXT) ORDER BY 1")
                .query((row, index) -> "batch '" + row.getString("chain") + "': event " + row.getLong("number")
                        + " has a value of another type than was written")
                .list());
        database.reader().sql("PRAGMA integrity_check('audit_event')").query(String.class).list().stream()
                .filter(answer -> !answer.equals("ok"))
                .forEach(answer -> found.add("the ledger's file is not what SQLite has written: " + answer));
        return found;
    }

    /** Numbers of the checkpoints, in no order. */
    public long[] checkpointNumbers() {
        return database.reader().sql("SELECT number FROM audit_checkpoint").query(Long.class).list().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** One checkpoint. */
    public Optional<StoredCheckpoint> checkpoint(long number) {
        return database.reader()
                .sql("SELECT number, content, signature FROM audit_checkpoint WHERE number = :number")
                .param("number", number)
                .query(AuditLog::checkpoint)
                .optional();
    }

    /** The checkpoint with the highest number. */
    public Optional<StoredCheckpoint> lastCheckpoint() {
        return database.reader()
                .sql("SELECT number, content, signature FROM audit_checkpoint ORDER BY number DESC LIMIT 1")
                .query(AuditLog::checkpoint)
                .optional();
    }

    private static StoredCheckpoint checkpoint(ResultSet row, int index) throws SQLException {
        return new StoredCheckpoint(row.getLong("number"), row.getString("content"), row.getString("signature"));
    }

    /**
     * Stores a checkpoint that covers these ends. Where hubs share the ledger the number is taken first, so that only one
     * of them writes outside; where one is alone, nobody waits for a slow disk.
     *
     * @param outside writes it outside the database; if it throws, nothing is stored
     * @return false if there is one of this number already, another hub's
     */
    public boolean store(StoredCheckpoint checkpoint, List<Head> covered, Runnable outside) {
        if (!database.isShared()) {
            outside.run();
        }
        return database.inTransaction(() -> {
            var stored = database.batchWriter()
                            .update(
                                    "INSERT INTO audit_checkpoint (number, content, signature) VALUES (?, ?, ?)"
                                            + " ON CONFLICT DO NOTHING",
                                    checkpoint.number(),
                                    checkpoint.content(),
                                    checkpoint.signature())
                    > 0;
            if (stored && database.isShared()) {
                outside.run();
            }
            if (stored) {
                database.batchWriter()
                        .batchUpdate(
                                "UPDATE audit_head SET checkpointed = ? WHERE chain = ?",
                                covered.stream()
                                        .map(head -> new Object[] {head.count(), head.chain()})
                                        .toList());
            }
            return stored;
        });
    }
}
