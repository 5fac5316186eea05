package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import dev.caravan.ledger.KnownRequest.Another;
import dev.caravan.ledger.KnownRequest.Answer;
import dev.caravan.ledger.KnownRequest.Answered;
import dev.caravan.ledger.KnownRequest.Begun;
import dev.caravan.ledger.KnownRequest.CutOff;
import dev.caravan.ledger.KnownRequest.UnderWay;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * What became of requests that carried an Idempotency-Key, for {@link #KEPT}. A request is held by a hub's process until it
 * ends or its lease is over, and by nobody after that process has died: then the same request begins anew. Times are the
 * database's; when its clock is set back, no lease lasts longer than two.
 */
public final class RequestKeys {

    /** How long an answer is remembered. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** Longer than any request takes, with the slowest body. */
    private static final Duration LEASE = Duration.ofMinutes(15);

    private static final String OF_KEY =
            " WHERE principal = :principal AND method = :method AND path = :path AND digest = :digest";
    private static final String FREE = "(worker IS NULL OR " + Leases.over("lease_until", LEASE) + ")";
    private static final String LEASED = NOW + " + " + LEASE.toMillis();
    private static final String TOO_OLD = "created_at < " + NOW + " - " + KEPT.toMillis();
    private static final String HELD = " AND worker = :worker AND attempt = :attempt AND status IS NULL";

    private final LedgerDatabase database;
    private final String hub;
    private final String worker;

    /**
     * @param hub names this hub, the same at each of its starts, and no other one
     * @param process names this start of it
     */
    public RequestKeys(LedgerDatabase database, String hub, String process) {
        this.database = database;
        this.hub = hub;
        this.worker = hub + "/" + process;
    }

    /**
     * Looks the request up, and begins it if it is not known, or was cut off.
     *
     * @param fingerprint null if it is not known yet: then it is not compared here
     * @param repeatable whether it may be begun anew after it was cut off
     */
    public KnownRequest begin(RequestKey key, @Nullable String fingerprint, boolean repeatable) {
        return database.inTransaction(() -> {
            of(key, "DELETE FROM request_key" + OF_KEY + " AND " + TOO_OLD).update();
            var added = of(
                            key,
                            "INSERT INTO request_key (principal, method, path, digest, fingerprint, worker, attempt,"
                                    + " lease_until, created_at) VALUES (:principal, :method, :path, :digest,"
                                    + " :fingerprint, :worker, 1, " + LEASED + ", " + NOW + ") ON CONFLICT DO NOTHING")
                    .param("fingerprint", fingerprint)
                    .param("worker", worker)
                    .update();
            return added == 1 ? new Begun(key, 1) : known(key, fingerprint, repeatable);
        });
    }

    private KnownRequest known(RequestKey key, @Nullable String fingerprint, boolean repeatable) {
        var attempt = of(
                        key,
                        "UPDATE request_key SET worker = :worker, attempt = attempt + 1, lease_until = " + LEASED
                                + ", fingerprint = COALESCE(fingerprint, CAST(:fingerprint AS TEXT))" + OF_KEY
                                + " AND status IS NULL AND :repeatable = 1 AND " + FREE
                                + " AND (fingerprint IS NULL OR fingerprint = COALESCE(CAST(:fingerprint AS TEXT), fingerprint))"
                                + " RETURNING attempt")
                .param("fingerprint", fingerprint)
                .param("worker", worker)
                .param("repeatable", repeatable ? 1 : 0)
                .query(Integer.class)
                .optional();
        return attempt.isPresent() ? new Begun(key, attempt.get()) : explained(key, fingerprint);
    }

    private KnownRequest explained(RequestKey key, @Nullable String fingerprint) {
        return of(key, "SELECT request_key.*, " + FREE + " AS free FROM request_key" + OF_KEY)
                .query((row, index) -> {
                    var known = row.getString("fingerprint");
                    return known != null && fingerprint != null && !known.equals(fingerprint)
                            ? new Another()
                            : state(row);
                })
                .optional()
                .orElseGet(UnderWay::new);
    }

    private static KnownRequest state(ResultSet row) throws SQLException {
        var begunAt = Instant.ofEpochMilli(row.getLong("created_at"));
        var status = row.getInt("status");
        if (status != 0) {
            var body = row.getString("body");
            return new Answered(
                    row.getString("fingerprint"),
                    begunAt,
                    body == null ? null : new Answer(status, Json.attributes(row.getString("headers")), body));
        }
        return row.getBoolean("free") ? new CutOff(begunAt) : new UnderWay();
    }

    /**
     * Writes down that the request was carried out.
     *
     * @param answer null if it must not be kept
     * @return false if the request is not held any more; nothing is stored
     */
    public boolean answered(Begun begun, String fingerprint, int status, @Nullable Answer answer) {
        return of(
                                begun.key(),
                                "UPDATE request_key SET fingerprint = :fingerprint, status = :status, headers = :headers,"
                                        + " body = :body, worker = NULL" + OF_KEY + HELD)
                        .param("fingerprint", fingerprint)
                        .param("status", status)
                        .param("headers", answer == null ? null : Json.write(answer.headers()))
                        .param("body", answer == null ? null : answer.body())
                        .param("worker", worker)
                        .param("attempt", begun.attempt())
                        .update()
                == 1;
    }

    /** Forgets a request that was not carried out, so that the same key may be sent again. */
    public void release(Begun begun) {
        of(begun.key(), "DELETE FROM request_key" + OF_KEY + HELD)
                .param("worker", worker)
                .param("attempt", begun.attempt())
                .update();
    }

    /** Frees what an earlier process of this hub has begun and, being gone, will never end. Only for the hub's start. */
    public int releaseEarlier() {
        return database.writer()
                .sql("UPDATE request_key SET worker = NULL WHERE " + Leases.ofHub("worker") + " AND status IS NULL")
                .param("hub", hub)
                .update();
    }

    /** Forgets what is older than {@link #KEPT}. */
    public int forget() {
        return database.writer().sql("DELETE FROM request_key WHERE " + TOO_OLD).update();
    }

    private StatementSpec of(RequestKey key, String statement) {
        return database.writer()
                .sql(statement)
                .param("principal", key.principal())
                .param("method", key.method())
                .param("path", key.path())
                .param("digest", key.digest());
    }
}
