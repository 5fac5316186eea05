package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * First boots: which activated boards are awaited, when each is looked for next, and that one has come. Of hubs that look
 * at the same moment one has the board. Times are the database's.
 */
public final class FirstBoots {

    /** The activation itself has looked just before. */
    static final String FIRST_LOOK = NOW + " + 10000";

    /** No board is left alone for longer, also when the database's clock is set back. */
    public static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String FAILED = "its first boot has failed: ";

    private static final String DUE = "state = 'ACTIVATED' AND " + Leases.due("look_at", LONGEST_PAUSE);

    private final LedgerDatabase database;
    private final Trail trail;
    private final LateTwins lateTwins;

    public FirstBoots(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
        this.lateTwins = new LateTwins(database);
    }

    /** A board that this hub looks for now. @param since how long it has been activated */
    public record Awaited(BoardGuid guid, Duration since) {}

    /**
     * Boards that may be looked for. Where they are more, half are those that were activated last, for these boot most
     * likely, and half those that are overdue longest, so that none is forgotten.
     */
    public Set<BoardGuid> due(int limit) {
        var due = new LinkedHashSet<BoardGuid>();
        due.addAll(due("COALESCE(activated_at, 0) DESC", (limit + 1) / 2));
        due.addAll(due("look_at", limit - due.size()));
        return due;
    }

    private List<BoardGuid> due(String order, int limit) {
        return database.reader()
                .sql("SELECT guid FROM board WHERE " + DUE + " ORDER BY " + order + " LIMIT :limit")
                .param("limit", limit)
                .query((row, index) -> new BoardGuid(row.getString("guid")))
                .list();
    }

    /** Takes the board, for a few minutes, if it is still due and nobody else has it. */
    public Optional<Awaited> take(BoardGuid guid) {
        return database.inTransaction(() -> database.writer()
                .sql("UPDATE board SET look_at = " + NOW + " + :lease WHERE guid = :guid AND " + DUE + " RETURNING "
                        + NOW + " - COALESCE(activated_at, 0) AS since")
                .param("lease", LEASE.toMillis())
                .param("guid", guid.value())
                .query((row, index) -> new Awaited(guid, Duration.ofMillis(Math.max(0, row.getLong("since")))))
                .optional());
    }

    /** It has not come yet, and is looked for again after the pause. */
    public void lookAgain(BoardGuid guid, Duration pause) {
        database.writer()
                .sql("UPDATE board SET look_at = " + NOW + " + :pause WHERE guid = :guid AND state = 'ACTIVATED'")
                .param("pause", Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis()))
                .param("guid", guid.value())
                .update();
    }

    /** It may have come: it is looked for in the next round. */
    public void lookNow(BoardGuid guid) {
        database.writer()
                .sql("UPDATE board SET look_at = 0 WHERE guid = :guid AND state = 'ACTIVATED' AND look_at > " + NOW)
                .param("guid", guid.value())
                .update();
    }

    /** DPS has let it in and could give it no hub: said at the board once, until the words change. */
    public void failed(BoardGuid guid, String words) {
        database.transact(() -> database.writer()
                .sql("UPDATE board SET reason = :words, version = version + 1, updated_at = " + NOW
                        + " WHERE guid = :guid AND state = 'ACTIVATED' AND reason IS DISTINCT FROM :words"
                        + " RETURNING batch_id")
                .param("words", FAILED + words)
                .param("guid", guid.value())
                .query(String.class)
                .list()
                .forEach(batch -> trail.note(batch, "board.remarked", guid, Map.of("text", FAILED + words))));
    }

    /**
     * What a sight of the board was.
     *
     * @param news false if it was known already: then nothing was stored, and nobody is told
     * @param alarm set if DPS has assigned another hub than the board is activated on
     */
    public record Sight(boolean news, @Nullable String alarm) {}

    /**
     * Records that DPS was seen to have assigned a hub, once for each hub, with the event for other systems.
     *
     * @param registeredAt when; null if nobody knows
     * @throws IllegalTransitionException if the board is neither activated nor registered
     */
    public Sight seen(BoardGuid guid, String assignedHub, @Nullable Instant registeredAt) {
        return seen(guid, assignedHub, registeredAt, null);
    }

    /** As above. @param by who says so; null: the hub itself has asked DPS */
    public Sight seen(BoardGuid guid, String assignedHub, @Nullable Instant registeredAt, @Nullable Requester by) {
        return database.inTransaction(() -> {
            var seen = record(guid, assignedHub, by);
            seen.ifPresent(news -> lateTwins.seen(guid, news.activatedAt(), registeredAt));
            var alarm = seen.map(Seen::expected)
                    .filter(expected -> !expected.equalsIgnoreCase(assignedHub))
                    .map(
                            expected -> "DPS has assigned the board to " + assignedHub + ", but it is activated on "
                                    + expected + ". If it was moved there after its first boot, it follows when it"
                                    + " registers next; if not, somebody has changed its enrollment: ./caravan reconcile says how");
            alarm.ifPresent(words -> sayAlarm(guid, seen.orElseThrow().batch(), words));
            return new Sight(seen.isPresent(), alarm.orElse(null));
        });
    }

    /** @param expected the hub; null while another activation is under way, which may be carried out or not */
    private record Seen(
            String batch, Instant activatedAt, @Nullable String expected) {}

    /** Inside the caller's transaction. @return empty if it was known */
    private Optional<Seen> record(BoardGuid guid, String assignedHub, @Nullable Requester by) {
        var seen = database.writer()
                .sql(
                        "UPDATE board SET state = 'REGISTERED', assigned_hub = :hub, version = version + 1, updated_at = "
                                + NOW + ", reason = CASE WHEN reason LIKE '" + FAILED + "%' THEN NULL ELSE reason END"
                                + " WHERE guid = :guid AND state IN ('ACTIVATED', 'REGISTERED')"
                                + " AND (state <> 'REGISTERED' OR assigned_hub IS DISTINCT FROM :hub)"
                                + " RETURNING batch_id, COALESCE(activated_at, 0) AS activated_at, CASE WHEN intent IS NULL THEN activation END AS activation")
                .param("hub", assignedHub)
                .param("guid", guid.value())
                .query(FirstBoots::seen)
                .optional();
        seen.ifPresentOrElse(found -> say(guid, found.batch(), assignedHub, by), () -> requireKnown(guid, assignedHub));
        return seen;
    }

    /** As {@link #seen}, for an activation that looks whether the board was there before it: no hub is a surprise then. */
    void seenBefore(BoardGuid guid, String assignedHub) {
        record(guid, assignedHub, null);
    }

    private void requireKnown(BoardGuid guid, String assignedHub) {
        var known = database.writer()
                .sql("SELECT count(*) FROM board WHERE guid = :guid AND state = 'REGISTERED' AND assigned_hub = :hub")
                .param("guid", guid.value())
                .param("hub", assignedHub)
                .query(Integer.class)
                .single();
        if (known == 0) {
            throw new IllegalTransitionException(guid, BoardState.REGISTERED);
        }
    }

    private void say(BoardGuid guid, String batch, String assignedHub, @Nullable Requester by) {
        trail.note(batch, "board.registered", guid, Map.of("assignedHub", assignedHub), by);
        trail.tell(
                "board.registered",
                guid.value(),
                Map.of("guid", guid.value(), "batch", batch, "assignedHub", assignedHub));
    }

    private void sayAlarm(BoardGuid guid, String batch, String words) {
        database.writer()
                .sql("UPDATE board SET reason = :words WHERE guid = :guid")
                .param("words", words)
                .param("guid", guid.value())
                .update();
        LastProblem.write(database, batch, "board " + guid + ": " + words);
        trail.note(batch, "board.remarked", guid, Map.of("text", words));
        trail.tell("alarm", guid.value(), Map.of("guid", guid.value(), "alarm", words));
    }

    private static Seen seen(ResultSet row, int index) throws SQLException {
        var activation = row.getString("activation");
        return new Seen(
                row.getString("batch_id"),
                Instant.ofEpochMilli(row.getLong("activated_at")),
                activation == null ? null : Json.activation(activation).iotHub());
    }
}
