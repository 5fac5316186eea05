package dev.caravan.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.BoardGuid;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Writes down what happened, inside the caller's transaction and as the last thing in it: for auditors in the batch's
 * chain, for other systems as events.
 */
final class Trail {

    private static final AtomicLong LAST_PLACE = new AtomicLong();

    private final LedgerDatabase database;

    Trail(LedgerDatabase database) {
        this.database = database;
    }

    private record Head(long number, String hash, long now) {}

    /** Adds an event to the batch's chain. */
    void note(String batch, String kind, @Nullable BoardGuid board, Map<String, ?> detail) {
        var head = next(batch);
        var event = new AuditEvent(
                batch,
                head.number(),
                head.now(),
                kind,
                board == null ? null : board.value(),
                Json.write(new TreeMap<>(detail)),
                "");
        var hash = event.hashAfter(head.hash());
        database.batchWriter()
                .update(
                        "INSERT INTO audit_event (chain, number, at, kind, board, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
                        event.chain(),
                        event.number(),
                        event.at(),
                        event.kind(),
                        event.board(),
                        event.detail(),
                        hash);
        database.batchWriter().update("UPDATE audit_head SET hash = ? WHERE chain = ?", hash, batch);
    }

    /** Adds an event to the batch's chain that says who has asked for it. @param by null if nobody did: the hub itself */
    void note(String batch, String kind, @Nullable BoardGuid board, Map<String, ?> detail, @Nullable Requester by) {
        var told = new TreeMap<String, Object>(detail);
        if (by != null) {
            told.put("by", by.name());
            told.put("role", by.role().word());
        }
        note(batch, kind, board, told);
    }

    /** Takes the next number; until the transaction ends, nobody else adds to this chain. */
    private Head next(String chain) {
        var head = tryNext(chain);
        if (head.isEmpty()) {
            database.batchWriter()
                    .update(
                            "INSERT INTO audit_head (chain, event_count, hash) VALUES (?, 0, ?) ON CONFLICT DO NOTHING",
                            chain,
                            AuditEvent.BEFORE_THE_FIRST);
            head = tryNext(chain);
        }
        return head.get(0);
    }

    private List<Head> tryNext(String chain) {
        return database.batchWriter()
                .query(
                        "UPDATE audit_head SET event_count = event_count + 1 WHERE chain = ? RETURNING event_count, hash, "
                                + NOW + " AS now",
                        (row, index) -> new Head(row.getLong("event_count"), row.getString("hash"), row.getLong("now")),
                        chain);
    }

    /** An event for other systems. */
    void tell(String type, String subject, Map<String, ?> data) {
        tellAll(type, Map.of(subject, data));
    }

    /** Events of one type, by subject. */
    void tellAll(String type, Map<String, ? extends Map<String, ?>> dataBySubject) {
        database.batchWriter()
                .batchUpdate(
                        "INSERT INTO event (id, at, type, subject, data) VALUES (?, " + NOW + ", ?, ?, ?)",
                        dataBySubject.entrySet().stream()
                                .map(each -> new Object[] {
                                    newId(), type, each.getKey(), Json.write(new TreeMap<>(each.getValue()))
                                })
                                .toList());
    }

    /**
     * Begins with the time, so that an index of many grows at its end, and is greater than all that this process has made
     * before: what happens to a board within one millisecond keeps its order.
     */
    private static String newId() {
        var now = System.currentTimeMillis() << Short.SIZE;
        var place = LAST_PLACE.updateAndGet(last -> Math.max(last + 1, now));
        return HexFormat.of().toHexDigits(place >>> Short.SIZE, 12)
                + "-" + HexFormat.of().toHexDigits((short) place)
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** SHA-256 over lines in their natural order, each ended by a line feed: says which boards without naming each. */
    static String digest(Collection<String> lines) {
        var sha256 = AuditEvent.sha256();
        lines.stream().sorted().forEach(line -> sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha256.digest());
    }
}
