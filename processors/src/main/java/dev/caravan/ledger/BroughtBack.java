package dev.caravan.ledger;

import java.util.Map;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** What a ledger that comes from a backup does not go on with by itself: DPS and the IoT Hubs have gone on without it. */
public final class BroughtBack {

    private static final String JOB =
            "the ledger was brought back from a backup while this job was open. Look at its boards,"
                    + " and ask for those that are still to be activated";
    private static final String BOARD =
            Lifecycles.HALF_DONE + "the ledger was brought back from a backup, and nothing goes on"
                    + " by itself. Look at the board in DPS and the IoT Hub; the same call again goes on";

    private static final String ACTIVATION =
            "the ledger was brought back from a backup in which an activation of the board was under way. DPS may have carried"
                    + " it out or not, and may have been changed since: look at the board there, and make the same call again";

    private final LedgerDatabase database;
    private final Trail trail;

    public BroughtBack(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /**
     * What was found.
     *
     * @param jobs that were cancelled
     * @param changes of boards that wait to be asked for again
     * @param activations of single boards that were given up
     */
    public record Held(int jobs, int changes, int activations) {}

    /** Cancels and gives up what activates, or writes to twins, and holds what takes boards out of service or rolls them. */
    public Held hold() {
        return database.inTransaction(() -> {
            var jobs = ActivationJobs.open(database, null);
            jobs.forEach(job -> ActivationJobs.cancel(database, job.id(), JOB));
            var changes = database.writer()
                    .sql("UPDATE lifecycle SET due_at = " + Lifecycles.HELD)
                    .update();
            var rolls = database.writer()
                    .sql("UPDATE roll SET due_at = " + Lifecycles.HELD)
                    .update();
            database.writer()
                    .sql("UPDATE board SET reason = :words, version = version + 1, updated_at = " + NOW
                            + " WHERE guid IN (SELECT guid FROM lifecycle UNION SELECT guid FROM roll)")
                    .param("words", BOARD)
                    .update();
            database.writer().sql("DELETE FROM late_twin").update();
            return new Held(jobs.size(), changes + rolls, giveUpActivations());
        });
    }

    private int giveUpActivations() {
        var boards = database.writer()
                .sql("UPDATE board SET intent = NULL, reason = :words, version = version + 1, updated_at = " + NOW
                        + " WHERE intent IS NOT NULL RETURNING *")
                .param("words", ACTIVATION)
                .query(Boards::board)
                .list();
        boards.forEach(
                board -> trail.note(board.batch(), "activation.dropped", board.guid(), Map.of("text", ACTIVATION)));
        return boards.size();
    }
}
