package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardGuid;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Boards whose activation was changed before anybody had seen their first boot. DPS may have given the activation before to
 * one that registered at that moment, so that its twin in the hub is due to be looked at once the first boot is seen.
 */
public final class LateTwins {

    /** A registration that ends later began after the change; between them are two clocks. */
    static final Duration IN_FLIGHT = Duration.ofMinutes(5);

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String DUE = Leases.due("due_at", LEASE);

    private final LedgerDatabase database;
    private final Trail trail;

    public LateTwins(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /** Inside the transaction of an activation that has seen no registration. @param earlier null for the board's first one */
    void changed(BoardGuid guid, @Nullable Activation earlier) {
        if (earlier == null) {
            forget(guid);
            return;
        }
        database.writer()
                .sql("INSERT INTO late_twin (guid, earlier) VALUES (:guid, :earlier)"
                        + " ON CONFLICT (guid) DO UPDATE SET earlier = EXCLUDED.earlier, due_at = NULL")
                .param("guid", guid.value())
                .param("earlier", Json.write(earlier(guid).map(earlier::over).orElse(earlier)))
                .update();
    }

    private Optional<Activation> earlier(BoardGuid guid) {
        return database.writer()
                .sql("SELECT earlier FROM late_twin WHERE guid = :guid")
                .param("guid", guid.value())
                .query(String.class)
                .optional()
                .map(Json::activation);
    }

    /** Inside a transaction that knows the twin to be right, or that it will be. */
    void forget(BoardGuid guid) {
        database.writer()
                .sql("DELETE FROM late_twin WHERE guid = :guid")
                .param("guid", guid.value())
                .update();
    }

    /** Inside the transaction that records a first boot. @param registeredAt null if nobody knows; then it may be late */
    void seen(BoardGuid guid, Instant activatedAt, @Nullable Instant registeredAt) {
        if (registeredAt != null && registeredAt.isAfter(activatedAt.plus(IN_FLIGHT))) {
            forget(guid);
            return;
        }
        database.writer()
                .sql("UPDATE late_twin SET due_at = " + NOW + " WHERE guid = :guid")
                .param("guid", guid.value())
                .update();
    }

    /** Boards whose twins are to be looked at now, the longest waiting first. */
    public List<BoardGuid> due(int limit) {
        return database.reader()
                .sql("SELECT guid FROM late_twin WHERE due_at IS NOT NULL AND " + DUE + " ORDER BY due_at LIMIT :limit")
                .param("limit", limit)
                .query((row, index) -> new BoardGuid(row.getString("guid")))
                .list();
    }

    /**
     * Takes the board for a few minutes, if it is still due and nobody else has it.
     *
     * @return what its activations before may have put into the twin
     */
    public Optional<Activation> take(BoardGuid guid) {
        return database.inTransaction(() -> database.writer()
                .sql("UPDATE late_twin SET due_at = " + NOW + " + :lease WHERE guid = :guid AND due_at IS NOT NULL AND "
                        + DUE + " RETURNING earlier")
                .param("lease", LEASE.toMillis())
                .param("guid", guid.value())
                .query((row, index) -> Json.activation(row.getString("earlier")))
                .optional());
    }

    /** It is looked at again after the pause. */
    public void postpone(BoardGuid guid, Duration pause) {
        database.writer()
                .sql("UPDATE late_twin SET due_at = " + NOW + " + :pause WHERE guid = :guid")
                .param("pause", Math.min(pause.toMillis(), LEASE.toMillis()))
                .param("guid", guid.value())
                .update();
    }

    /** There is nothing to do, or nothing that could be done. */
    public void settled(BoardGuid guid) {
        forget(guid);
    }

    /** The twin in the hub was brought up to date. */
    public void patched(BoardGuid guid, String batch, String hub) {
        database.transact(() -> {
            forget(guid);
            trail.note(batch, "twin.patched", guid, Map.of("hub", hub));
        });
    }
}
