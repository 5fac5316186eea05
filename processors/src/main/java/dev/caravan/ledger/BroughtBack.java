package dev.caravan.ledger;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** What a ledger that comes from a backup does not go on with by itself: DPS and the IoT Hubs have gone on without it. */
public final class BroughtBack {

    private static final String JOB =
            "the ledger was brought back from a backup while this job was open. Look at its boards,"
                    + " and ask for those that are still to be activated";
    private static final String BOARD =
            Lifecycles.HALF_DONE + "the ledger was brought back from a backup, and nothing goes on"
                    + " by itself. Look at the board in DPS and the IoT Hub; the same call again goes on";

    private final LedgerDatabase database;

    public BroughtBack(LedgerDatabase database) {
        this.database = database;
    }

    /** How many jobs were cancelled, and how many changes of boards wait to be asked for again. */
    public record Held(int jobs, int changes) {}

    /** Cancels what activates, and holds what takes boards out of service. */
    public Held hold() {
        return database.inTransaction(() -> {
            var jobs = ActivationJobs.open(database, null);
            jobs.forEach(job -> ActivationJobs.cancel(database, job.id(), JOB));
            var changes = database.writer()
                    .sql("UPDATE lifecycle SET due_at = " + Lifecycles.HELD)
                    .update();
            database.writer()
                    .sql("UPDATE board SET reason = :words, version = version + 1, updated_at = " + NOW
                            + " WHERE guid IN (SELECT guid FROM lifecycle)")
                    .param("words", BOARD)
                    .update();
            return new Held(jobs.size(), changes);
        });
    }
}
