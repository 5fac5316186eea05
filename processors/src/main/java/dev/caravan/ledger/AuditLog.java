package dev.caravan.ledger;

import java.util.List;
import java.util.Map;
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

    private List<Head> heads(String condition) {
        return database.reader()
                .sql("SELECT chain, event_count, hash FROM audit_head " + condition + " ORDER BY chain")
                .query((row, index) ->
                        new Head(row.getString("chain"), row.getLong("event_count"), row.getString("hash")))
                .list();
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
                        row.getString("kind"),
                        row.getString("board"),
                        row.getString("detail"),
                        row.getString("hash")))
                .list();
    }

    /** All checkpoints in the order of their numbers. */
    public List<StoredCheckpoint> checkpoints() {
        return database.reader()
                .sql("SELECT number, content, signature FROM audit_checkpoint ORDER BY number")
                .query((row, index) -> new StoredCheckpoint(
                        row.getLong("number"), row.getString("content"), row.getString("signature")))
                .list();
    }

    /** The number and content of the last checkpoint; none if there is none. */
    public List<StoredCheckpoint> lastCheckpoint() {
        return database.reader()
                .sql("SELECT number, content, signature FROM audit_checkpoint ORDER BY number DESC LIMIT 1")
                .query((row, index) -> new StoredCheckpoint(
                        row.getLong("number"), row.getString("content"), row.getString("signature")))
                .list();
    }

    /**
     * Stores a checkpoint that covers these ends.
     *
     * @return false if there is one of this number already, another hub's
     */
    public boolean store(StoredCheckpoint checkpoint, List<Head> covered) {
        return database.inTransaction(() -> {
            var stored = database.batchWriter()
                    .update(
                            "INSERT INTO audit_checkpoint (number, content, signature) VALUES (?, ?, ?)"
                                    + " ON CONFLICT DO NOTHING",
                            checkpoint.number(),
                            checkpoint.content(),
                            checkpoint.signature());
            if (stored > 0) {
                database.batchWriter()
                        .batchUpdate(
                                "UPDATE audit_head SET checkpointed = ? WHERE chain = ?",
                                covered.stream()
                                        .map(head -> new Object[] {head.count(), head.chain()})
                                        .toList());
            }
            return stored > 0;
        });
    }
}
