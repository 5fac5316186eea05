package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Who reads the rows of which batch, so that of hubs with one ledger one reads a file. A claim ends by {@link #end}, {@link
 * #fail} or the end of its lease, as in {@link Chunks}; one that this process could not end because the ledger was not
 * writable counts for nothing. Thread-safe.
 */
public final class Readings {

    private static final String FREE = "(" + Leases.over("reading_until") + " OR reader = :owner)";

    private final LedgerDatabase database;
    private final String hub;
    private final String owner;
    private final Duration lease;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** The parameters are those of {@link Chunks}. */
    public Readings(LedgerDatabase database, String hub, String process, Duration lease) {
        this.database = database;
        this.hub = hub;
        this.owner = hub + "/" + process;
        this.lease = lease;
    }

    /** Claims the reading if the rows are still to be read, and nobody else reads them. */
    public boolean claim(String batch) {
        if (!underWay.add(batch)) {
            return false;
        }
        var claimed = false;
        try {
            claimed = database.writer()
                            .sql("UPDATE batch SET reader = :owner, reading_until = " + NOW + " + :lease"
                                    + " WHERE id = :batch AND state = 'READING' AND " + FREE)
                            .param("owner", owner)
                            .param("lease", lease.toMillis())
                            .param("batch", batch)
                            .update()
                    > 0;
            return claimed;
        } finally {
            if (!claimed) {
                underWay.remove(batch);
            }
        }
    }

    /**
     * Renews the lease. Also of a batch that was stopped meanwhile: what is in the file stays true.
     *
     * @return false if somebody else has taken the reading over
     */
    public boolean renew(String batch) {
        return database.writer()
                        .sql("UPDATE batch SET reading_until = " + NOW
                                + " + :lease WHERE id = :batch AND reader = :owner")
                        .param("lease", lease.toMillis())
                        .param("batch", batch)
                        .param("owner", owner)
                        .update()
                > 0;
    }

    /** Ends the claim; if rows are left, anybody may go on at once. */
    public void end(String batch) {
        underWay.remove(batch);
        release(batch, Duration.ZERO);
    }

    /**
     * Ends the claim with what went wrong, which then stands in the batch's status: not if somebody else has taken the
     * reading over, or has finished it. Nobody goes on before the pause is over, of which at most a lease counts.
     *
     * @return whether the reading was this process's
     */
    public boolean fail(String batch, String problem, Duration pause) {
        underWay.remove(batch);
        return database.inTransaction(() -> {
            var held = release(batch, pause);
            if (held) {
                LastProblem.write(database, batch, problem);
            }
            return held;
        });
    }

    private boolean release(String batch, Duration pause) {
        return database.writer()
                        .sql("UPDATE batch SET reader = NULL, reading_until = CASE :pause WHEN 0 THEN 0 ELSE " + NOW
                                + " + :pause END WHERE id = :batch AND reader = :owner")
                        .param("pause", Math.min(pause.toMillis(), lease.toMillis()))
                        .param("batch", batch)
                        .param("owner", owner)
                        .update()
                > 0;
    }

    /** Batches whose rows are still to be read and that nobody reads, the oldest first. */
    public List<String> due() {
        return database
                .reader()
                .sql("SELECT id FROM batch WHERE state = 'READING' AND " + FREE + " ORDER BY created_at, id")
                .param("lease", lease.toMillis())
                .param("owner", owner)
                .query(String.class)
                .list()
                .stream()
                .filter(batch -> !underWay.contains(batch))
                .toList();
    }

    /** Frees what an earlier process of this hub has claimed. Only for the hub's start. */
    public void releaseEarlier() {
        database.writer()
                .sql("UPDATE batch SET reader = NULL, reading_until = 0 WHERE " + Leases.ofHub("reader")
                        + " AND state = 'READING'")
                .param("hub", hub)
                .update();
    }
}
