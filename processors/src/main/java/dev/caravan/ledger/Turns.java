package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Who delivers to which subscription: one hub at a time. Times are the database's; when its clock is set back, no turn
 * lasts longer than two leases, and no pause than two of the longest.
 */
public final class Turns {

    private static final String FREE_AND_DUE = "state = 'ACTIVE' AND (worker IS NULL OR " + Leases.over("lease_until")
            + ") AND " + Leases.due("not_before", Deliveries.LONGEST_PAUSE);

    private static final String HELD = " WHERE id = :id AND worker = :worker AND attempt = :attempt";

    private final LedgerDatabase database;
    private final String hub;
    private final String worker;
    private final Duration lease;

    /**
     * @param hub names this hub, the same at each of its starts, and no other one
     * @param process names this start of it
     * @param lease how long a turn holds after its last write; longer than the longest delivery
     */
    public Turns(LedgerDatabase database, String hub, String process, Duration lease) {
        this.database = database;
        this.hub = hub;
        this.worker = hub + "/" + process;
        this.lease = lease;
    }

    /** Subscriptions for which there is something to do, and to which nobody delivers at the moment. */
    public List<String> open() {
        return database.reader()
                .sql("SELECT id FROM subscription WHERE " + FREE_AND_DUE
                        + " AND (read_to < (SELECT COALESCE(max(position), 0) FROM event)"
                        + " OR EXISTS (SELECT 1 FROM event WHERE position IS NULL)"
                        + " OR EXISTS (SELECT 1 FROM delivery WHERE subscription_id = subscription.id"
                        + " AND delivery.state = 'WAITING' AND " + Deliveries.DUE + "))"
                        + " ORDER BY not_before, id")
                .param("lease", lease.toMillis())
                .query(String.class)
                .list();
    }

    /** Takes the turn if it is free and due. */
    public Optional<Turn> take(String subscription) {
        return database.inTransaction(() -> database.writer()
                .sql("UPDATE subscription SET worker = :worker, attempt = attempt + 1, lease_until = " + NOW
                        + " + :lease WHERE id = :id AND " + FREE_AND_DUE + " RETURNING attempt")
                .param("worker", worker)
                .param("lease", lease.toMillis())
                .param("id", subscription)
                .query(Integer.class)
                .optional()
                .map(attempt -> new Turn(subscription, worker, attempt)));
    }

    /**
     * Renews the lease, and says what is to be done.
     *
     * @throws TurnLostException if the turn was overtaken, or the subscription is deleted or disabled
     */
    public Turn.Errand renew(Turn turn) {
        return database.inTransaction(() -> database.writer()
                .sql("UPDATE subscription SET lease_until = " + NOW + " + :lease" + HELD + " AND state = 'ACTIVE'"
                        + " RETURNING url, types, consignee, read_to, failures, signature, secret,"
                        + " CASE WHEN previous_until > " + NOW + " THEN previous_secret END AS previous_secret")
                .param("lease", lease.toMillis())
                .param("id", turn.subscription())
                .param("worker", turn.worker())
                .param("attempt", turn.attempt())
                .query(Turns::errand)
                .optional()
                .orElseThrow(() -> new TurnLostException(turn)));
    }

    /** A write to the subscription under the turn, which renews the lease; it changes nothing if the turn was overtaken. */
    StatementSpec held(Turn turn, String assignments, String condition) {
        return database.writer()
                .sql("UPDATE subscription SET " + assignments + ", lease_until = " + NOW + " + :lease" + HELD
                        + condition)
                .param("lease", lease.toMillis())
                .param("id", turn.subscription())
                .param("worker", turn.worker())
                .param("attempt", turn.attempt());
    }

    /** Ends the turn, if it is still held. */
    public void release(Turn turn) {
        held(turn, "worker = NULL", "").update();
    }

    /** Frees what an earlier process of this hub had taken and, being gone, will never end. Only for the hub's start. */
    public int releaseEarlier() {
        return database.writer()
                .sql("UPDATE subscription SET worker = NULL WHERE " + Leases.ofHub("worker"))
                .param("hub", hub)
                .update();
    }

    private static Turn.Errand errand(ResultSet row, int index) throws SQLException {
        return new Turn.Errand(
                row.getString("url"),
                Json.texts(row.getString("types")),
                row.getString("consignee"),
                row.getLong("read_to"),
                row.getInt("failures"),
                Subscription.Signature.valueOf(row.getString("signature")),
                row.getString("secret"),
                row.getString("previous_secret"));
    }
}
