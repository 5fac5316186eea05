package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Pick-ups of identities: each identity has one, whatever meets. Times are the database's. */
public final class Pickups {

    private static final String SELECT = "SELECT pickup.*, batch_id, confirmed_at IS NOT NULL OR ends_at <= " + NOW
            + " AS is_over FROM identity_pickup AS pickup JOIN board ON board.guid = pickup.guid";

    private final LedgerDatabase database;
    private final Trail trail;

    public Pickups(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /**
     * Begins the pick-up of the board's identity unless it has begun.
     *
     * @return the one that has begun, perhaps another caller's
     */
    public Pickup begin(Board board, Requester caller, String requestKey, Duration window) {
        database.transact(() -> {
            var begun = database.writer()
                    .sql("INSERT INTO identity_pickup (guid, thumbprint, caller, request_key, begun_at, ends_at)"
                            + " VALUES (:guid, :thumbprint, :caller, :key, " + NOW + ", " + NOW + " + :window)"
                            + " ON CONFLICT DO NOTHING")
                    .param("guid", board.guid().value())
                    .param("thumbprint", board.requireThumbprint())
                    .param("caller", caller.name())
                    .param("key", requestKey)
                    .param("window", window.toMillis())
                    .update();
            if (begun > 0) {
                trail.note(
                        board.batch(),
                        "identity.picked-up",
                        board.guid(),
                        detail(board.requireThumbprint(), caller.name()),
                        caller);
            }
        });
        return find(board).orElseThrow();
    }

    /** The pick-up of the identity that the board has now. */
    public Optional<Pickup> find(Board board) {
        return database.reader()
                .sql(SELECT + " WHERE pickup.guid = :guid AND pickup.thumbprint = :thumbprint")
                .param("guid", board.guid().value())
                .param("thumbprint", board.requireThumbprint())
                .query(Pickups::pickup)
                .optional();
    }

    /** Records that the identity is on the board, once; the first time stays. */
    public void confirmed(Pickup pickup, Requester by) {
        database.transact(() -> {
            var changed = database.writer()
                    .sql("UPDATE identity_pickup SET confirmed_at = " + NOW
                            + " WHERE guid = :guid AND thumbprint = :thumbprint AND confirmed_at IS NULL")
                    .param("guid", pickup.guid().value())
                    .param("thumbprint", pickup.thumbprint())
                    .update();
            if (changed > 0) {
                note(pickup, "identity.confirmed", by);
            }
        });
    }

    /** Those that are over and whose identity may exist yet. */
    public List<Pickup> toDestroy() {
        return database.reader()
                .sql(SELECT + " WHERE destroyed_at IS NULL AND (confirmed_at IS NOT NULL OR ends_at <= " + NOW + ")")
                .query(Pickups::pickup)
                .list();
    }

    /** Records that nobody can open the identity that had waited. */
    public void destroyed(Pickup pickup) {
        database.transact(() -> {
            var changed = database.writer()
                    .sql("UPDATE identity_pickup SET destroyed_at = " + NOW
                            + " WHERE guid = :guid AND thumbprint = :thumbprint AND destroyed_at IS NULL")
                    .param("guid", pickup.guid().value())
                    .param("thumbprint", pickup.thumbprint())
                    .update();
            if (changed > 0) {
                note(pickup, "identity.destroyed", null);
            }
        });
    }

    private void note(Pickup pickup, String kind, @Nullable Requester by) {
        trail.note(pickup.batch(), kind, pickup.guid(), detail(pickup.thumbprint(), pickup.caller()), by);
    }

    private static Map<String, String> detail(String thumbprint, String caller) {
        return Map.of("thumbprint", thumbprint, "caller", caller);
    }

    private static Pickup pickup(ResultSet row, int index) throws SQLException {
        return new Pickup(
                new BoardGuid(row.getString("guid")),
                row.getString("batch_id"),
                row.getString("thumbprint"),
                row.getString("caller"),
                row.getString("request_key"),
                Instant.ofEpochMilli(row.getLong("begun_at")),
                Instant.ofEpochMilli(row.getLong("ends_at")),
                Batches.instant(row, "confirmed_at"),
                row.getBoolean("is_over"));
    }
}
