package dev.caravan.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What happened, for other systems, in one order that never changes. A position is given when somebody reads, to events
 * that are committed: one that is committed late gets a later position, so that a reader passes over none.
 */
public final class Events {

    private static final int AT_ONCE = 1000;

    private final LedgerDatabase database;

    public Events(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * One of them.
     *
     * @param position from 1, without gaps
     * @param type such as {@code board.enrolled}
     * @param subject GUID of the board or name of the batch
     */
    public record Event(long position, String id, Instant at, String type, String subject, JsonNode data) {}

    /** @param position of the last one that the reader has; 0 for all */
    public List<Event> after(long position, int limit) {
        var found = numbered(position, limit);
        while (found.size() < limit && number() > 0) {
            found = numbered(position, limit);
        }
        return found;
    }

    private List<Event> numbered(long after, int limit) {
        return database.reader()
                .sql("SELECT position, id, at, type, subject, data FROM event WHERE position > :after"
                        + " ORDER BY position LIMIT :limit")
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> new Event(
                        row.getLong("position"),
                        row.getString("id"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("type"),
                        row.getString("subject"),
                        Json.tree(row.getString("data"))))
                .list();
    }

    /** @return how many got their position */
    private int number() {
        var waiting = database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM event WHERE position IS NULL)")
                .query(Boolean.class)
                .single();
        return waiting ? database.inTransaction(this::numberSome) : 0;
    }

    private int numberSome() {
        var last = database.writer()
                .sql("UPDATE event_counter SET last = last WHERE id = 1 RETURNING last")
                .query(Long.class)
                .single();
        var ids = database.writer()
                .sql("SELECT id FROM event WHERE position IS NULL ORDER BY at, id LIMIT :limit")
                .param("limit", AT_ONCE)
                .query(String.class)
                .list();
        var numbers = new ArrayList<Object[]>();
        for (var index = 0; index < ids.size(); index++) {
            numbers.add(new Object[] {last + index + 1, ids.get(index)});
        }
        database.batchWriter().batchUpdate("UPDATE event SET position = ? WHERE id = ?", numbers);
        database.batchWriter().update("UPDATE event_counter SET last = ? WHERE id = 1", last + ids.size());
        return ids.size();
    }
}
