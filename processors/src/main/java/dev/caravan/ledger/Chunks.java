package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Who works which chunk. A claim ends by {@link #advance}, {@link #release} or the end of its lease; the sweeper finds
 * what is then {@link #unfinished}. Times are the database's; when its clock is set back, no claim and no pause lasts
 * longer than two leases. All hubs of a ledger have the same lease.
 */
public final class Chunks {

    private static final String WORKABLE_BATCH =
            "(SELECT state FROM batch WHERE id = chunk.batch_id) IN ('READING', 'WORKING')";

    private static final String FREE_AND_DUE =
            "(owner IS NULL OR " + Leases.over("lease_until") + ") AND " + Leases.due("not_before");

    private final LedgerDatabase database;
    private final String hub;
    private final String owner;
    private final Duration lease;

    /**
     * @param hub names this hub, the same at each of its starts, and no other one
     * @param process names this start of it
     * @param lease how long a claim holds after its last write; longer than the longest wait inside a step
     */
    public Chunks(LedgerDatabase database, String hub, String process, Duration lease) {
        this.database = database;
        this.hub = hub;
        this.owner = hub + "/" + process;
        this.lease = lease;
    }

    /** Claims the chunk if it waits for this stage, is free, is due, and its batch is not stopped. */
    public Optional<Claim> claim(ChunkRef chunk, Stage stage) {
        return database.inTransaction(() -> database.writer()
                .sql("UPDATE chunk SET owner = :owner, attempt = attempt + 1, lease_until = " + NOW + " + :lease"
                        + " WHERE batch_id = :batch AND number = :number AND stage = :stage AND " + FREE_AND_DUE
                        + " AND " + WORKABLE_BATCH
                        + " RETURNING attempt")
                .param("owner", owner)
                .param("lease", lease.toMillis())
                .param("batch", chunk.batch())
                .param("number", chunk.number())
                .param("stage", stage.name())
                .query(Integer.class)
                .optional()
                .map(attempt -> new Claim(chunk, stage, owner, attempt)));
    }

    /**
     * Renews the lease, alone or as the first statement of a write.
     *
     * @throws StaleClaimException if the claim was overtaken, or the batch was stopped meanwhile
     */
    public void renew(Claim claim) {
        hold(claim, "lease_until = " + NOW + " + :lease", WORKABLE_BATCH);
    }

    /**
     * Whether the claim holds and its batch may be worked, before something is begun under it. Writes nothing, unless half
     * of the lease is over: then it is renewed.
     *
     * @throws StaleClaimException if the claim was overtaken, or the batch was stopped meanwhile
     */
    public void check(Claim claim) {
        check(claim, WORKABLE_BATCH);
    }

    /**
     * As {@link #check}, also when the batch was stopped meanwhile: for a wait between what DPS has done and its record.
     *
     * @throws StaleClaimException if the claim was overtaken
     */
    public void keep(Claim claim) {
        check(claim, "1 = 1");
    }

    private void check(Claim claim, String condition) {
        var left = database.reader()
                .sql("SELECT lease_until - " + NOW + " FROM chunk WHERE batch_id = :batch AND number = :number"
                        + " AND owner = :owner AND attempt = :attempt AND " + condition)
                .param("batch", claim.chunk().batch())
                .param("number", claim.chunk().number())
                .param("owner", claim.owner())
                .param("attempt", claim.attempt())
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new StaleClaimException(claim));
        if (left < lease.toMillis() / 2 || left > lease.toMillis()) {
            hold(claim, "lease_until = " + NOW + " + :lease", condition);
        }
    }

    /** As {@link #renew}, also when the batch was stopped: what DPS has done is recorded all the same. */
    void renewForRecord(Claim claim) {
        hold(claim, "lease_until = " + NOW + " + :lease", "1 = 1");
    }

    /**
     * Writes down that every identity of the chunk that could be handed over was seen to be there, and that the hand-over
     * begins: an identity that is missing afterwards was taken by whoever fetches them.
     */
    public void deliveryBegins(Claim claim) {
        hold(claim, "delivering_at = " + NOW + " + :lease * 0", "1 = 1");
    }

    /** Whether {@link #deliveryBegins} was said of the chunk, in this attempt or an earlier one. */
    public boolean deliveryBegan(ChunkRef chunk) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM chunk WHERE batch_id = :batch AND number = :number"
                        + " AND delivering_at IS NOT NULL)")
                .param("batch", chunk.batch())
                .param("number", chunk.number())
                .query(Boolean.class)
                .single();
    }

    /** Ends the claim; the chunk waits for the next stage. */
    public void advance(Claim claim) {
        hold(
                claim,
                "stage = '" + claim.stage().following() + "', owner = NULL, problem = NULL, lease_until = :lease * 0",
                "1 = 1");
    }

    /**
     * Ends the claim; the chunk waits for the same stage.
     *
     * @param pause how long nobody may claim it; at most the lease counts
     * @param problem what the operator reads meanwhile
     */
    public void release(Claim claim, Duration pause, @Nullable String problem) {
        database.transact(() -> {
            if (problem != null) {
                LastProblem.write(database, claim.chunk().batch(), problem);
            }
            hold(
                    claim,
                    "owner = NULL, not_before = " + NOW + " + " + Math.min(pause.toMillis(), lease.toMillis())
                            + " + :lease * 0",
                    "1 = 1");
            database.writer()
                    .sql("UPDATE chunk SET problem = :problem WHERE batch_id = :batch AND number = :number")
                    .param("problem", problem)
                    .param("batch", claim.chunk().batch())
                    .param("number", claim.chunk().number())
                    .update();
        });
    }

    private void hold(Claim claim, String assignments, String condition) {
        var held = database.writer()
                .sql("UPDATE chunk SET " + assignments + " WHERE batch_id = :batch AND number = :number"
                        + " AND owner = :owner AND attempt = :attempt AND " + condition)
                .param("lease", lease.toMillis())
                .param("batch", claim.chunk().batch())
                .param("number", claim.chunk().number())
                .param("owner", claim.owner())
                .param("attempt", claim.attempt())
                .update();
        if (held == 0) {
            throw new StaleClaimException(claim);
        }
    }

    /** A chunk that is due and free, and the stage it waits for. */
    public record Due(ChunkRef chunk, Stage stage) {}

    /** Chunks that are due and that nobody works, oldest batch first. */
    public List<Due> unfinished(int limit) {
        return database.reader()
                .sql("SELECT batch_id, number, stage FROM chunk JOIN batch ON batch.id = chunk.batch_id"
                        + " WHERE stage <> 'DONE' AND " + FREE_AND_DUE + " AND batch.state IN ('READING', 'WORKING')"
                        + " ORDER BY batch.created_at, number LIMIT :limit")
                .param("lease", lease.toMillis())
                .param("limit", limit)
                .query((row, index) -> new Due(
                        new ChunkRef(row.getString("batch_id"), row.getInt("number")),
                        Stage.valueOf(row.getString("stage"))))
                .list();
    }

    /** Frees what an earlier process of this hub has claimed and, being gone, will never work. Only for the hub's start. */
    public int releaseEarlier() {
        return database.writer()
                .sql("UPDATE chunk SET owner = NULL WHERE " + Leases.ofHub("owner") + " AND stage <> 'DONE'")
                .param("hub", hub)
                .update();
    }

    /** What the chunks of a batch wait for at the moment, in words; empty if nothing is wrong. */
    public List<String> problems(String batch) {
        return database.reader()
                .sql("SELECT DISTINCT problem FROM chunk WHERE batch_id = :batch AND stage <> 'DONE'"
                        + " AND problem IS NOT NULL ORDER BY problem LIMIT 5")
                .param("batch", batch)
                .query(String.class)
                .list();
    }
}
