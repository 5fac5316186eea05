package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

import dev.caravan.access.Requester;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRun.Step;
import dev.caravan.ledger.DpsRun.Task;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Runs over DPS, of which there is one at a time for all hubs of a ledger. A run whose hub has died is called off at the
 * hub's next start, or when its lease is over and another run begins. Times are the database's.
 */
public final class DpsRuns {

    private static final int KEPT = 50;
    private static final String OVER = Leases.over("lease_until");

    private final LedgerDatabase database;
    private final String hub;
    private final String owner;
    private final Duration lease;

    /**
     * @param hub names this hub, the same at each of its starts, and no other one
     * @param process names this start of it
     * @param lease how long a run may be without a sign of life; longer than the longest wait for DPS
     */
    public DpsRuns(LedgerDatabase database, String hub, String process, Duration lease) {
        this.database = database;
        this.hub = hub;
        this.owner = hub + "/" + process;
        this.lease = lease;
    }

    /**
     * Begins a run; empty while another one is under way.
     *
     * @param by who asks, for the audit trail of boards that the run changes; null if nobody does
     */
    public Optional<DpsRun> begin(Task task, boolean changing, @Nullable String folder, @Nullable Requester by) {
        try {
            return database.inTransaction(() -> {
                callOff(OVER);
                return underWayNow().isPresent() ? Optional.empty() : Optional.of(insert(task, changing, folder, by));
            });
        } catch (DuplicateKeyException otherHubWasQuicker) {
            return Optional.empty();
        }
    }

    private DpsRun insert(Task task, boolean changing, @Nullable String folder, @Nullable Requester by) {
        var run = database.writer()
                .sql(
                        "INSERT INTO dps_run (id, task, changing, folder, asked_by, state, step, owner, lease_until, started_at)"
                                + " VALUES ((SELECT COALESCE(max(id), 0) + 1 FROM dps_run), :task, :changing, :folder, :by, 'RUNNING',"
                                + " 'READING_DPS', :owner, " + NOW + " + :lease, " + NOW + ") RETURNING *")
                .param("task", task.name())
                .param("changing", changing ? 1 : 0)
                .param("folder", folder)
                .param("by", by == null ? null : Json.write(by))
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .query(DpsRuns::run)
                .single();
        database.writer()
                .sql("DELETE FROM dps_finding WHERE run_id <= :old")
                .param("old", run.id() - KEPT)
                .update();
        database.writer()
                .sql("DELETE FROM dps_run WHERE id <= :old")
                .param("old", run.id() - KEPT)
                .update();
        return run;
    }

    /** Calls off what an earlier process of this hub was doing. Only for the hub's start. */
    public int callOffEarlier() {
        return callOff(Leases.ofHub("owner"));
    }

    private int callOff(String condition) {
        return database.writer()
                .sql("UPDATE dps_run SET state = 'CUT_OFF', ended_at = " + NOW
                        + ", problem = 'the hub was stopped or has crashed meanwhile; begin another run'"
                        + " WHERE state = 'RUNNING' AND " + condition)
                .param("lease", lease.toMillis())
                .param("hub", hub)
                .update();
    }

    /**
     * What a run has done since it last said so.
     *
     * @param changed boards repaired or adopted
     */
    public record Progress(long enrollments, long agreed, long noBoards, long unlisted, long changed) {}

    /**
     * A sign of life, and what was done since the last one.
     *
     * @throws RunLostException if the run was called off
     */
    public void progress(long run, Step step, Progress done) {
        hold(
                run,
                database.writer()
                        .sql("UPDATE dps_run SET lease_until = " + NOW + " + :lease, step = :step,"
                                + " enrollments = enrollments + :enrollments, agreed = agreed + :agreed,"
                                + " no_boards = no_boards + :noBoards, unlisted = unlisted + :unlisted,"
                                + " changed = changed + :changed"
                                + " WHERE id = :run AND owner = :owner AND state = 'RUNNING'")
                        .param("lease", lease.toMillis())
                        .param("step", step.name())
                        .param("enrollments", done.enrollments())
                        .param("agreed", done.agreed())
                        .param("noBoards", done.noBoards())
                        .param("unlisted", done.unlisted())
                        .param("changed", done.changed())
                        .param("run", run)
                        .param("owner", owner)
                        .update());
    }

    /**
     * Ends the run.
     *
     * @param problem why it did not end as it should; null otherwise
     */
    public void end(long run, State state, @Nullable String problem) {
        hold(
                run,
                database.writer()
                        .sql("UPDATE dps_run SET state = :state, problem = :problem, ended_at = " + NOW
                                + " WHERE id = :run AND owner = :owner AND state = 'RUNNING'")
                        .param("state", state.name())
                        .param("problem", problem)
                        .param("run", run)
                        .param("owner", owner)
                        .update());
    }

    private static void hold(long run, int held) {
        if (held == 0) {
            throw new RunLostException(run);
        }
    }

    /** The run that keeps others from beginning. */
    public Optional<DpsRun> underWay() {
        return database.reader()
                .sql("SELECT * FROM dps_run WHERE state = 'RUNNING'")
                .query(DpsRuns::run)
                .optional();
    }

    private Optional<DpsRun> underWayNow() {
        return database.writer()
                .sql("SELECT * FROM dps_run WHERE state = 'RUNNING'")
                .query(DpsRuns::run)
                .optional();
    }

    /** The newest run of this kind. */
    public Optional<DpsRun> latest(Task task) {
        return database.reader()
                .sql("SELECT * FROM dps_run WHERE task = :task ORDER BY id DESC LIMIT 1")
                .param("task", task.name())
                .query(DpsRuns::run)
                .optional();
    }

    /** The run with this id. The last fifty are kept. */
    public Optional<DpsRun> find(long id) {
        return database.reader()
                .sql("SELECT * FROM dps_run WHERE id = :id")
                .param("id", id)
                .query(DpsRuns::run)
                .optional();
    }

    /** Who has asked for the run; null if nobody did, or it is not kept any more. */
    static @Nullable Requester asker(LedgerDatabase database, long run) {
        return database.writer()
                .sql("SELECT asked_by FROM dps_run WHERE id = :run AND asked_by IS NOT NULL")
                .param("run", run)
                .query(String.class)
                .optional()
                .map(Json::requester)
                .orElse(null);
    }

    private static DpsRun run(ResultSet row, int index) throws SQLException {
        return new DpsRun(
                row.getLong("id"),
                Task.valueOf(row.getString("task")),
                row.getInt("changing") != 0,
                row.getString("folder"),
                State.valueOf(row.getString("state")),
                Step.valueOf(row.getString("step")),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Batches.instant(row, "ended_at"),
                row.getLong("enrollments"),
                row.getLong("agreed"),
                row.getLong("no_boards"),
                row.getLong("unlisted"),
                row.getLong("changed"),
                row.getString("problem"));
    }
}
