package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Local users, and the hashes of their passwords. Nothing is remembered in between: a user who is disabled is so at once in
 * every hub of the ledger. Each decision is an event in the chain {@link AccessKeys#CHAIN}. Times are the database's.
 */
public final class LocalUsers {

    private static final String COLUMNS = "*, locked_until > " + NOW + " AS locked";

    /** The last use is written down this often. */
    private static final long USE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final LedgerDatabase database;
    private final Trail trail;

    public LocalUsers(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /** A user and the hash of the password. */
    public record Kept(LocalUser user, String hash) {}

    /**
     * Adds a user, whose password must be changed.
     *
     * @param by who decided it, for the audit trail
     * @throws IllegalArgumentException if the name is taken
     */
    public void add(Principal principal, String hash, String by) {
        database.transact(() -> {
            Names.requireNoKey(database, principal.name());
            Names.requireNoUser(database, principal.name());
            database.writer()
                    .sql("INSERT INTO local_user (name, role, consignees, hash, first, created_at, changed_at)"
                            + " VALUES (:name, :role, :consignees, :hash, 1, " + NOW + ", " + NOW + ")")
                    .param("name", principal.name())
                    .param("role", principal.role().name())
                    .param("consignees", Json.write(principal.consignees()))
                    .param("hash", hash)
                    .update();
            note(
                    "user.added",
                    principal.name(),
                    by,
                    Map.of(
                            "role",
                            principal.role().word(),
                            "consignees",
                            principal.consignees().stream().sorted().toList()));
        });
    }

    /** Gives the user another password that must be changed, and ends a lock or a disablement. */
    public void reset(String name, String hash, String by) {
        change(
                name,
                "user.reset",
                by,
                "hash = :hash, first = 1, failures = 0, locked_until = 0, disabled_at = NULL, changed_at = " + NOW,
                hash);
    }

    /** No password opens anything for the user until the next {@link #reset}. */
    public void disable(String name, String by) {
        change(name, "user.disabled", by, "disabled_at = " + NOW, "");
    }

    /** The password that the user has chosen, in place of the one with this hash. @return false if that one is gone */
    public boolean choose(String name, String before, String hash) {
        return database.inTransaction(() -> {
            var changed = database.writer()
                            .sql("UPDATE local_user SET hash = :hash, first = 0, failures = 0, changed_at = " + NOW
                                    + " WHERE name = :name AND hash = :before AND disabled_at IS NULL")
                            .param("hash", hash)
                            .param("before", before)
                            .param("name", name)
                            .update()
                    > 0;
            if (changed) {
                note("user.password-changed", name, name, Map.of());
            }
            return changed;
        });
    }

    private void change(String name, String kind, String by, String assignments, String hash) {
        database.transact(() -> {
            var changed = database.writer()
                    .sql("UPDATE local_user SET " + assignments + " WHERE name = :name")
                    .param("hash", hash)
                    .param("name", name)
                    .update();
            if (changed == 0) {
                throw new IllegalArgumentException(
                        "there is no user '" + name + "'; ./caravan user list shows those there are");
            }
            note(kind, name, by, Map.of());
        });
    }

    /** A wrong password. After so many in a row the user is locked for a while. Does nothing if there is no such user. */
    public void failed(String name, int most, Duration lock) {
        database.transact(() -> {
            var locked = database.writer()
                    .sql(
                            "UPDATE local_user SET failures = CASE WHEN failures + 1 >= :most THEN 0 ELSE failures + 1 END,"
                                    + " locked_until = CASE WHEN failures + 1 >= :most THEN " + NOW
                                    + " + :lock ELSE 0 END"
                                    + " WHERE name = :name AND locked_until <= " + NOW + " RETURNING locked_until > "
                                    + NOW)
                    .param("most", most)
                    .param("lock", lock.toMillis())
                    .param("name", name)
                    .query(Boolean.class)
                    .optional();
            if (locked.orElse(false)) {
                note("user.locked", name, "the hub", Map.of("failures", most, "lockMillis", lock.toMillis()));
            }
        });
    }

    /** The right password. */
    public void came(String name) {
        database.writer()
                .sql("UPDATE local_user SET failures = 0, last_used_at = " + NOW
                        + " WHERE name = :name AND (failures > 0 OR COALESCE(last_used_at, 0) + :often < " + NOW + ")")
                .param("often", USE_MILLIS)
                .param("name", name)
                .update();
    }

    public Optional<Kept> find(String name) {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM local_user WHERE name = :name")
                .param("name", name)
                .query((row, index) -> new Kept(user(row, index), row.getString("hash")))
                .optional();
    }

    /** All users that were ever added, by name. */
    public List<LocalUser> list() {
        return database.writer()
                .sql("SELECT " + COLUMNS + " FROM local_user ORDER BY name")
                .query(LocalUsers::user)
                .list();
    }

    private void note(String kind, String name, String by, Map<String, ?> detail) {
        var all = new TreeMap<String, Object>(detail);
        all.put("name", name);
        all.put("by", by);
        trail.note(AccessKeys.CHAIN, kind, null, all);
    }

    private static LocalUser user(ResultSet row, int index) throws SQLException {
        return new LocalUser(
                new Principal(
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        Json.texts(row.getString("consignees"))),
                row.getInt("first") != 0,
                row.getBoolean("locked"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                Batches.instant(row, "disabled_at"),
                Batches.instant(row, "last_used_at"));
    }
}
