package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Delivery.State;
import dev.caravan.ledger.Events.Event;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Which event has reached which subscription. Of the events of one subject only the first that waits is ever due: the
 * others come after it, once it is delivered or parked. Times are the database's.
 */
public final class Deliveries {

    /** No delivery pauses longer, also when the database's clock is set back. */
    public static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Needs no parameter, for it stands in other statements too. */
    static final String DUE = Leases.due("delivery.due_at", LONGEST_PAUSE);

    /** Why it was disabled meanwhile stays. */
    private static final String NEW_PROBLEM =
            "problem = CASE WHEN state = 'ACTIVE' THEN CAST(:problem AS TEXT) ELSE problem END";

    private static final String COLUMNS =
            "position, event_id, type, subject, state, attempts, due_at, tried_at, status, problem";

    private final LedgerDatabase database;
    private final Turns turns;

    public Deliveries(LedgerDatabase database, Turns turns) {
        this.database = database;
        this.turns = turns;
    }

    /** An event that may be sent now. @param event empty if the ledger does not keep it any more */
    public record Due(long position, String type, String subject, int attempts, Optional<Event> event) {}

    /**
     * What came of sending one.
     *
     * @param problem null if it was delivered
     * @param pause before the next attempt, if there is one
     * @param giveUp if it has failed and has waited for so long, it is parked
     */
    public record Attempt(
            long position,
            @Nullable Integer status,
            @Nullable String problem,
            Duration pause,
            Duration giveUp) {}

    /**
     * Lets those events wait that the subscription wants, up to and with this position.
     *
     * @param errand as of {@link Turns#renew}; nothing happens if a replay came in between
     */
    public void readOn(Turn turn, Turn.Errand errand, long last) {
        database.transact(() -> {
            var moved = turns.held(turn, "read_to = :last", " AND read_to = :after")
                    .param("last", last)
                    .param("after", errand.readTo())
                    .update();
            if (moved > 0) {
                add(turn.subscription(), errand, last);
            }
        });
    }

    private void add(String subscription, Turn.Errand errand, long last) {
        var wanted = (errand.types().isEmpty() ? "" : " AND type IN (:types)")
                + (errand.consignee() == null
                        ? ""
                        : " AND EXISTS (SELECT 1 FROM board WHERE guid = event.subject"
                                + " AND event.at >= handed_over_at AND consignee = :consignee)");
        database.writer()
                .sql("INSERT INTO delivery (subscription_id, position, event_id, type, subject, state, since, due_at)"
                        + " SELECT :id, position, id, type, subject, 'WAITING', " + NOW + ", " + NOW + " FROM event"
                        + " WHERE position > :after AND position <= :last" + wanted
                        + " ON CONFLICT (subscription_id, position) DO NOTHING")
                .param("id", subscription)
                .param("after", errand.readTo())
                .param("last", last)
                .param("types", errand.types())
                .param("consignee", errand.consignee())
                .update();
    }

    /** Events that may be sent now, no two of one subject, those that are due longest first. */
    public List<Due> due(Turn turn, int limit) {
        return database.reader()
                .sql("SELECT delivery.position, delivery.event_id, delivery.type, delivery.subject, attempts, at, data"
                        + " FROM delivery LEFT JOIN event ON event.id = event_id"
                        + " WHERE subscription_id = :id AND state = 'WAITING' AND " + DUE
                        + " AND NOT EXISTS (SELECT 1 FROM delivery AS earlier"
                        + " WHERE earlier.subscription_id = delivery.subscription_id AND earlier.state = 'WAITING'"
                        + " AND earlier.subject = delivery.subject AND earlier.position < delivery.position)"
                        + " ORDER BY due_at, delivery.position LIMIT :limit")
                .param("id", turn.subscription())
                .param("limit", limit)
                .query(Deliveries::due)
                .list();
    }

    /**
     * Writes down what came of sending some.
     *
     * @param problem why nothing at all has arrived; null if something has
     * @param pause how long the whole subscription is left alone, if there is a problem
     * @return how many were parked
     * @throws TurnLostException if the turn was overtaken, or the subscription has ended; nothing is stored
     */
    public int record(Turn turn, Collection<Attempt> attempts, @Nullable String problem, Duration pause) {
        return database.inTransaction(() -> {
            var held = turns.held(
                            turn,
                            problem == null
                                    ? "failures = 0, " + NEW_PROBLEM
                                    : "failures = failures + 1, " + NEW_PROBLEM + ", not_before = " + NOW + " + :pause",
                            "")
                    .param("problem", problem)
                    .param("pause", pause.toMillis())
                    .update();
            if (held == 0) {
                throw new TurnLostException(turn);
            }
            return (int) attempts.stream()
                    .filter(attempt -> write(turn, attempt) == State.PARKED)
                    .count();
        });
    }

    /** A replay may have taken the row away meanwhile. */
    private @Nullable State write(Turn turn, Attempt attempt) {
        return database.writer()
                .sql("UPDATE delivery SET attempts = attempts + 1, tried_at = " + NOW + ", status = :status,"
                        + " problem = :problem, due_at = " + NOW + " + :pause, state = CASE WHEN :delivered = 1 THEN"
                        + " 'DELIVERED' WHEN since + :giveUp <= " + NOW + " THEN 'PARKED' ELSE 'WAITING' END"
                        + " WHERE subscription_id = :id AND position = :position AND state = 'WAITING' RETURNING state")
                .param("status", attempt.status())
                .param("problem", attempt.problem())
                .param("pause", Math.min(attempt.pause().toMillis(), LONGEST_PAUSE.toMillis()))
                .param("delivered", attempt.problem() == null ? 1 : 0)
                .param("giveUp", attempt.giveUp().toMillis())
                .param("id", turn.subscription())
                .param("position", attempt.position())
                .query((row, index) -> State.valueOf(row.getString("state")))
                .optional()
                .orElse(null);
    }

    /** Nothing more is sent to this subscription; what waits goes on waiting. */
    public void disable(Turn turn, String problem) {
        var held = turns.held(turn, "state = 'DISABLED', problem = :problem", "")
                .param("problem", problem)
                .update();
        if (held == 0) {
            throw new TurnLostException(turn);
        }
    }

    /** Deliveries in the order of their events. @param state null for all */
    public List<Delivery> list(String subscription, @Nullable State state, long after, int limit) {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM delivery WHERE subscription_id = :id AND position > :after"
                        + (state == null ? "" : " AND state = '" + state + "'") + " ORDER BY position LIMIT :limit")
                .param("id", subscription)
                .param("after", after)
                .param("limit", limit)
                .query(Deliveries::delivery)
                .list();
    }

    /** Forgets what was delivered or parked longer ago. */
    public int forget(Duration age) {
        return database.writer()
                .sql("DELETE FROM delivery WHERE state <> 'WAITING' AND tried_at < " + NOW + " - :age")
                .param("age", age.toMillis())
                .update();
    }

    private static Due due(ResultSet row, int index) throws SQLException {
        var position = row.getLong("position");
        var data = row.getString("data");
        var event = new Event(
                position,
                row.getString("event_id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("type"),
                row.getString("subject"),
                data == null ? NullNode.getInstance() : Json.tree(data));
        return new Due(
                position,
                event.type(),
                event.subject(),
                row.getInt("attempts"),
                data == null ? Optional.empty() : Optional.of(event));
    }

    private static Delivery delivery(ResultSet row, int index) throws SQLException {
        var state = State.valueOf(row.getString("state"));
        var triedAt = row.getLong("tried_at");
        var status = row.getInt("status");
        return new Delivery(
                row.getLong("position"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("subject"),
                state,
                row.getInt("attempts"),
                state == State.WAITING ? Instant.ofEpochMilli(row.getLong("due_at")) : null,
                triedAt == 0 ? null : Instant.ofEpochMilli(triedAt),
                status == 0 ? null : status,
                row.getString("problem"));
    }
}
