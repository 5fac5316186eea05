package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.ledger.ActivationItem.Outcome;
import dev.caravan.ledger.ActivationJob.State;
import dev.caravan.ledger.ActivationJob.Turn;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Activations of many boards, and who works which: one hub at a time, by turns, as long as its owner may come in. Times are the database's; when its clock is
 * set back, no turn and no pause lasts longer than two leases.
 */
public final class ActivationJobs {

    private static final String FREE_AND_DUE = "state = 'WORKING' AND (worker IS NULL OR " + Leases.over("lease_until")
            + ") AND " + Leases.due("not_before") + " AND NOT " + Standing.OWNER_HAS_LEFT;
    private static final String HELD = " WHERE id = :id AND worker = :worker AND attempt = :attempt";
    private static final String SOME_WAIT =
            "EXISTS (SELECT 1 FROM activation_item WHERE job_id = activation_job.id AND outcome = 'WAITING')";

    private static final String PROBLEM =
            "its owner has no valid key any more (revoked or expired), or is a user who is"
                    + " disabled. It goes on once the owner may come in again";

    private final LedgerDatabase database;
    private final String hub;
    private final String worker;
    private final Duration lease;

    /**
     * @param hub names this hub, the same at each of its starts, and no other one
     * @param process names this start of it
     * @param lease how long a turn holds after its last write; longer than the longest wait for a few boards
     */
    public ActivationJobs(LedgerDatabase database, String hub, String process, Duration lease) {
        this.database = database;
        this.hub = hub;
        this.worker = hub + "/" + process;
        this.lease = lease;
    }

    /** A job whose boards are still to come. @return its id */
    public String begin(Principal owner, boolean dryRun) {
        var id = UUID.randomUUID().toString();
        database.writer()
                .sql("INSERT INTO activation_job (id, owner, role, consignees, dry_run, state, worker, lease_until,"
                        + " created_at) VALUES (:id, :owner, :role, :consignees, :dryRun, 'LOADING', :worker, " + NOW
                        + " + :lease, " + NOW + ")")
                .param("id", id)
                .param("owner", owner.name())
                .param("role", owner.role().name())
                .param("consignees", Json.write(owner.consignees()))
                .param("dryRun", dryRun ? 1 : 0)
                .param("worker", worker)
                .param("lease", lease.toMillis())
                .update();
        return id;
    }

    /** More boards of a job that was begun. */
    public void add(String job, Collection<ActivationItem> items) {
        database.transact(() -> database.batchWriter()
                .batchUpdate(
                        "INSERT INTO activation_item (job_id, number, guid, request, outcome, answer)"
                                + " VALUES (?, ?, ?, ?, ?, ?)",
                        items.stream()
                                .map(item -> new Object[] {
                                    job,
                                    item.number(),
                                    item.guid(),
                                    item.request(),
                                    item.outcome().name(),
                                    item.answer()
                                })
                                .toList()));
    }

    /** All boards are here: the work may begin. */
    public ActivationJob open(String job) {
        database.writer()
                .sql("UPDATE activation_job SET state = 'WORKING', worker = NULL WHERE id = :id AND state = 'LOADING'")
                .param("id", job)
                .update();
        return find(job).orElseThrow();
    }

    /** Forgets a job whose request was no good. */
    public void abandon(String job) {
        delete("id = :id AND state = 'LOADING'", Map.of("id", job));
    }

    /** The job with this id. */
    public Optional<ActivationJob> find(String job) {
        return database.reader()
                .sql("SELECT activation_job.*, state = 'WORKING' AND " + Standing.OWNER_HAS_LEFT
                        + " AS owner_left FROM activation_job WHERE id = :id AND state <> 'LOADING'")
                .param("id", job)
                .query(ActivationJobs::job)
                .optional();
    }

    /** How many jobs of this owner have not ended. */
    public int openOf(String owner) {
        return database.reader()
                .sql("SELECT count(*) FROM activation_job WHERE state IN ('LOADING', 'WORKING') AND owner = :owner")
                .param("owner", owner)
                .query(Integer.class)
                .single();
    }

    /** How many boards of the job have ended how. */
    public Map<Outcome, Integer> counts(String job) {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        database.reader()
                .sql("SELECT outcome, count(*) AS boards FROM activation_item WHERE job_id = :id GROUP BY outcome")
                .param("id", job)
                .query(row -> {
                    counts.put(Outcome.valueOf(row.getString("outcome")), row.getInt("boards"));
                });
        return counts;
    }

    /** Boards of the job in the order of the request. @param after the last number of the page before, 0 for the first */
    public List<ActivationItem> items(String job, long after, int limit) {
        return page(job, after, limit, "");
    }

    /** Boards that wait for their turn. */
    public List<ActivationItem> waiting(Turn turn, long after, int limit) {
        return page(turn.job().id(), after, limit, " AND outcome = 'WAITING'");
    }

    private List<ActivationItem> page(String job, long after, int limit, String condition) {
        return database.reader()
                .sql("SELECT * FROM activation_item WHERE job_id = :id AND number > :after" + condition
                        + " ORDER BY number LIMIT :limit")
                .param("id", job)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> new ActivationItem(
                        row.getInt("number"),
                        row.getString("guid"),
                        row.getString("request"),
                        Outcome.valueOf(row.getString("outcome")),
                        row.getString("answer")))
                .list();
    }

    /** Ends a job before its end. What is under way at this moment still ends, and is written down. */
    public void cancel(String job) {
        cancel(database, job, null);
    }

    /** @param why in words; null if its owner knows. @return whether it had not ended */
    static boolean cancel(LedgerDatabase database, String job, @Nullable String why) {
        return database.inTransaction(() -> {
            var cancelled = database.writer()
                    .sql("UPDATE activation_job SET state = 'CANCELLED', problem = :why, ended_at = " + NOW
                            + " WHERE id = :id AND state = 'WORKING'")
                    .param("why", why)
                    .param("id", job)
                    .update();
            if (cancelled > 0) {
                database.writer()
                        .sql(
                                "UPDATE activation_item SET outcome = 'NOT_DONE' WHERE job_id = :id AND outcome = 'WAITING'")
                        .param("id", job)
                        .update();
            }
            return cancelled > 0;
        });
    }

    /** Those that have not ended: of this owner, or of all. */
    static List<ActivationJob> open(LedgerDatabase database, @Nullable String owner) {
        return database.reader()
                .sql("SELECT *, 1 = 0 AS owner_left FROM activation_job WHERE state = 'WORKING'"
                        + (owner == null ? "" : " AND owner = :owner") + " ORDER BY id")
                .param("owner", owner)
                .query(ActivationJobs::job)
                .list();
    }

    /** Jobs that are due and that nobody works at the moment; who has waited longest comes first. */
    public List<String> due() {
        return database.reader()
                .sql("SELECT id FROM activation_job WHERE " + FREE_AND_DUE + " ORDER BY not_before, created_at")
                .param("lease", lease.toMillis())
                .query(String.class)
                .list();
    }

    /** Takes the turn if it is free and due. */
    public Optional<Turn> take(String job) {
        return database.inTransaction(() -> database.writer()
                .sql("UPDATE activation_job SET worker = :worker, attempt = attempt + 1, lease_until = " + NOW
                        + " + :lease WHERE id = :id AND " + FREE_AND_DUE + " RETURNING *, 1 = 0 AS owner_left")
                .param("worker", worker)
                .param("lease", lease.toMillis())
                .param("id", job)
                .query((row, index) -> new Turn(job(row, index), worker, row.getInt("attempt")))
                .optional());
    }

    /**
     * Writes down what became of some boards, and renews the lease.
     *
     * @return false if the turn was overtaken: nothing is stored, and whoever works it now does the same
     */
    public boolean record(Turn turn, Collection<ActivationItem> items) {
        return database.inTransaction(() -> {
            if (held(turn, "attempt = attempt").update() == 0) {
                return false;
            }
            database.batchWriter()
                    .batchUpdate(
                            "UPDATE activation_item SET outcome = ?, answer = ? WHERE job_id = ? AND number = ?",
                            items.stream()
                                    .map(item -> new Object[] {
                                        item.outcome().name(),
                                        item.answer(),
                                        turn.job().id(),
                                        item.number()
                                    })
                                    .toList());
            return true;
        });
    }

    /**
     * Ends the turn, and the job if no board waits any more.
     *
     * @param pause how long nobody takes the next turn; at most the lease counts
     * @param problem what the job waits for; null if nothing is wrong
     */
    public void release(Turn turn, Duration pause, @Nullable String problem) {
        held(
                        turn,
                        "worker = NULL, not_before = " + NOW + " + :pause, problem = CASE WHEN " + SOME_WAIT
                                + " THEN CAST(:problem AS TEXT) WHEN state = 'CANCELLED' THEN problem END, ended_at = CASE WHEN state = 'WORKING' AND NOT "
                                + SOME_WAIT + " THEN " + NOW
                                + " ELSE ended_at END, state = CASE WHEN state = 'WORKING' AND NOT " + SOME_WAIT
                                + " THEN 'DONE' ELSE state END")
                .param("pause", Math.min(pause.toMillis(), lease.toMillis()))
                .param("problem", problem)
                .update();
    }

    private StatementSpec held(Turn turn, String assignments) {
        return database.writer()
                .sql("UPDATE activation_job SET " + assignments + ", lease_until = " + NOW + " + :lease" + HELD)
                .param("lease", lease.toMillis())
                .param("id", turn.job().id())
                .param("worker", turn.worker())
                .param("attempt", turn.attempt());
    }

    /**
     * Frees what an earlier process of this hub worked on, and forgets what it was still reading: nobody has heard of that.
     * Only for the hub's start.
     */
    public int releaseEarlier() {
        delete(
                "state = 'LOADING' AND " + Leases.ofHub("worker") + " AND worker <> :worker",
                Map.of("hub", hub, "worker", worker));
        return database.writer()
                .sql("UPDATE activation_job SET worker = NULL WHERE " + Leases.ofHub("worker")
                        + " AND state <> 'LOADING'")
                .param("hub", hub)
                .update();
    }

    /** Forgets jobs that ended longer ago, and those that some hub has begun to read and never ended. */
    public int forget(Duration age) {
        return delete(
                "ended_at < " + NOW + " - :age OR (state = 'LOADING' AND lease_until < " + NOW + " - :lease)",
                Map.of("age", age.toMillis(), "lease", lease.toMillis()));
    }

    private int delete(String condition, Map<String, ?> parameters) {
        return database.inTransaction(() -> {
            database.writer()
                    .sql("DELETE FROM activation_item WHERE job_id IN (SELECT id FROM activation_job WHERE " + condition
                            + ")")
                    .params(parameters)
                    .update();
            return database.writer()
                    .sql("DELETE FROM activation_job WHERE " + condition)
                    .params(parameters)
                    .update();
        });
    }

    private static ActivationJob job(ResultSet row, int index) throws SQLException {
        var endedAt = row.getLong("ended_at");
        return new ActivationJob(
                row.getString("id"),
                new Principal(
                        row.getString("owner"),
                        Role.valueOf(row.getString("role")),
                        Json.texts(row.getString("consignees"))),
                row.getInt("dry_run") == 1,
                State.valueOf(row.getString("state")),
                row.getBoolean("owner_left") ? PROBLEM : row.getString("problem"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                endedAt == 0 ? null : Instant.ofEpochMilli(endedAt));
    }
}
