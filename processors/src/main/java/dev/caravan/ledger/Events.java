package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;

import static dev.caravan.ledger.LedgerDatabase.NOW;

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

    /** Some of them. @param next where to read on */
    public record Page(List<Event> events, EventPlace next) {}

    private record Counter(String stream, long last, long forgotten) {}

    /**
     * The next ones of a reader: on boards in reach; those on whole batches are told only to whom every board is in reach.
     *
     * @param place as the page before said it; null for the oldest that is kept
     * @throws EventsGoneException if some after this place were lost in a restore or are not kept any more
     */
    public Page read(Reach reach, @Nullable EventPlace place, int limit) {
        var after = place == null ? 0 : place.position();
        var found = after(reach, after, limit);
        var counter = counter();
        if (place != null) {
            requireNoneBetween(place, counter);
        }
        var to = found.isEmpty()
                ? Math.max(after, counter.forgotten())
                : found.get(found.size() - 1).position();
        return new Page(found, new EventPlace(counter.stream(), to));
    }

    private static void requireNoneBetween(EventPlace place, Counter counter) {
        if (!place.stream().equals(counter.stream()) || place.position() > counter.last()) {
            throw new EventsGoneException("the ledger was restored from a backup, and events after '" + place
                    + "' may be lost or have happened again otherwise");
        }
        if (place.position() < counter.forgotten()) {
            throw new EventsGoneException("events after '" + place + "' are so old that they are not kept any more");
        }
    }

    private Counter counter() {
        var found = tryCounter();
        if (found.isEmpty()) {
            beginStream(" AND stream IS NULL");
            found = tryCounter();
        }
        return found.get(0);
    }

    private List<Counter> tryCounter() {
        return database.reader()
                .sql("SELECT stream, last, forgotten FROM event_counter WHERE id = 1 AND stream IS NOT NULL")
                .query((row, index) ->
                        new Counter(row.getString("stream"), row.getLong("last"), row.getLong("forgotten")))
                .list();
    }

    /** In a ledger that was restored: whoever has read the events that are lost is told so. */
    public void beginStream() {
        beginStream("");
    }

    private void beginStream(String condition) {
        database.writer()
                .sql("UPDATE event_counter SET stream = :stream WHERE id = 1" + condition)
                .param(
                        "stream",
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()))
                .update();
    }

    /**
     * Deletes what was written longer ago, the first positions first and none between two that are kept. A reader who has not
     * come that far is told so. The audit trail is another thing, and stays.
     *
     * @return how many
     */
    public int forget(Duration age) {
        while (oldWithoutPosition(age) && number() > 0) {
            // an event that nobody has asked for gets its position first, so that its reader is told
        }
        var forgotten = 0;
        for (var some = oldest(age); !some.isEmpty(); some = oldest(age)) {
            forgotten += some.size();
            forget(some.get(some.size() - 1));
        }
        return forgotten;
    }

    private boolean oldWithoutPosition(Duration age) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM event WHERE position IS NULL AND at < " + NOW + " - :age)")
                .param("age", age.toMillis())
                .query(Boolean.class)
                .single();
    }

    /** Positions before the first one that is not so old. */
    private List<Long> oldest(Duration age) {
        return database
                .reader()
                .sql("SELECT position, at < " + NOW + " - :age AS old FROM event WHERE position IS NOT NULL"
                        + " ORDER BY position LIMIT :most")
                .param("age", age.toMillis())
                .param("most", AT_ONCE)
                .query((row, index) -> row.getBoolean("old") ? row.getLong("position") : 0L)
                .list()
                .stream()
                .takeWhile(position -> position > 0)
                .toList();
    }

    private void forget(long last) {
        database.transact(() -> {
            database.batchWriter()
                    .update("UPDATE event_counter SET forgotten = ? WHERE id = 1 AND forgotten < ?", last, last);
            database.batchWriter().update("DELETE FROM event WHERE position <= ?", last);
        });
    }

    /** @param position of the last one that the reader has; 0 for all that are kept */
    public List<Event> after(Reach reach, long position, int limit) {
        var found = numbered(reach, position, limit);
        while (found.size() < limit && number() > 0) {
            found = numbered(reach, position, limit);
        }
        return found;
    }

    private List<Event> numbered(Reach reach, long after, int limit) {
        var in = InReach.of(reach);
        var seen = reach instanceof Reach.Everything
                ? ""
                : " AND EXISTS (SELECT 1 FROM board WHERE guid = event.subject AND event.at >= handed_over_at AND "
                        + in.condition() + ")";
        return database.reader()
                .sql("SELECT position, id, at, type, subject, data FROM event WHERE position > :after" + seen
                        + " ORDER BY position LIMIT :limit")
                .param("after", after)
                .param("consignees", in.consignees())
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
