package dev.caravan.ledger;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.caravan.access.KeyText;
import dev.caravan.access.Principal;
import dev.caravan.access.Role;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * API keys of machines. A key works from the moment it is made until it expires or is revoked, in every hub of the
 * ledger; nothing is remembered in between. Each decision is an event in the chain {@link #CHAIN} of the audit trail.
 */
public final class AccessKeys {

    /** No batch can have this name. */
    public static final String CHAIN = "/access";

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1100);
    private static final String LIVE = "(revoked_at IS NULL AND expires_at > " + NOW + ")";
    private static final String COLUMNS = "*, " + LIVE + " AS live";

    /** The last use is written down this often. */
    private static final long USE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final LedgerDatabase database;
    private final Trail trail;
    private final SecureRandom random;

    public AccessKeys(LedgerDatabase database, SecureRandom random) {
        this.database = database;
        this.trail = new Trail(database);
        this.random = random;
    }

    /**
     * Makes a key. The answer is the only place where its secret ever is.
     *
     * @param by who decided it, for the audit trail
     * @throws IllegalArgumentException if the name is taken, or the life is shorter than a minute or longer
     *     than 1100 days
     */
    public KeyText create(Principal principal, Duration life, String by) {
        requireLife(life);
        return database.inTransaction(() -> {
            Names.requireNoUser(database, principal.name());
            list().stream()
                    .filter(key -> key.principal().name().equals(principal.name()))
                    .forEach(key -> requireFree(key, principal));
            return insert(principal, life, Map.of(), by);
        });
    }

    /** What is written down under a name, subscriptions for instance, is never another principal's later. */
    private static void requireFree(AccessKey taken, Principal principal) {
        var name = "there is a key named '" + principal.name() + "' already";
        if (taken.live()) {
            throw new IllegalArgumentException(name + "; rotate that one, or choose another name");
        }
        if (!taken.principal().equals(principal)) {
            throw new IllegalArgumentException(name
                    + ", of another role or other consignees, though it opens nothing any more; choose another name");
        }
    }

    /**
     * Makes another key for the principal of this one, with the life that this one was given, and lets this one live on
     * for the overlap only.
     */
    public KeyText rotate(String id, Duration overlap, String by) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the overlap must be 0 to " + LONGEST.toDays() + " days");
        }
        return database.inTransaction(() -> {
            var old = live(id);
            database.writer()
                    .sql("UPDATE access_key SET expires_at = " + NOW + " + :overlap WHERE id = :id AND expires_at > "
                            + NOW + " + :overlap")
                    .param("overlap", overlap.toMillis())
                    .param("id", id)
                    .update();
            return insert(
                    old.principal(), Duration.between(old.createdAt(), old.expiresAt()), Map.of("replaces", id), by);
        });
    }

    /** The key opens nothing from now on. */
    public void revoke(String id, String by) {
        database.transact(() -> {
            var key = live(id);
            database.writer()
                    .sql("UPDATE access_key SET revoked_at = " + NOW + " WHERE id = :id")
                    .param("id", id)
                    .update();
            trail.note(
                    CHAIN,
                    "key.revoked",
                    null,
                    Map.of("key", id, "name", key.principal().name(), "by", by));
        });
    }

    private KeyText insert(Principal principal, Duration life, Map<String, String> also, String by) {
        var key = KeyText.make(random);
        database.writer()
                .sql("INSERT INTO access_key (id, hash, name, role, consignees, created_at, expires_at)"
                        + " SELECT :id, :hash, :name, :role, :consignees, moment, moment + :life FROM (SELECT " + NOW
                        + " AS moment) AS clock")
                .param("id", key.id())
                .param("hash", key.hash())
                .param("name", principal.name())
                .param("role", principal.role().name())
                .param("consignees", Json.write(principal.consignees()))
                .param("life", life.toMillis())
                .update();
        var detail = new TreeMap<String, Object>(also);
        detail.put("key", key.id());
        detail.put("name", principal.name());
        detail.put("role", principal.role().word());
        detail.put("consignees", principal.consignees().stream().sorted().toList());
        detail.put("lifeMillis", life.toMillis());
        detail.put("by", by);
        trail.note(CHAIN, "key.created", null, detail);
        return key;
    }

    private AccessKey live(String id) {
        return database.writer()
                .sql("SELECT " + COLUMNS + " FROM access_key WHERE id = :id AND " + LIVE)
                .param("id", id)
                .query(AccessKeys::key)
                .optional()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no live key '" + id + "'; ./caravan key list shows the ids of those there are"));
    }

    /** All keys that were ever made, by name, the newest first. */
    public List<AccessKey> list() {
        return database.writer()
                .sql("SELECT " + COLUMNS + " FROM access_key ORDER BY name, created_at DESC, id")
                .query(AccessKeys::key)
                .list();
    }

    /** The principal whose live key this is, and notes the use. */
    public Optional<Principal> open(String offered) {
        return KeyText.parse(offered).flatMap(this::open);
    }

    private Optional<Principal> open(KeyText offered) {
        var found = database.reader()
                .sql("SELECT " + COLUMNS + ", hash AS kept, COALESCE(last_used_at, 0) + :often < " + NOW
                        + " AS noteworthy FROM access_key WHERE id = :id AND " + LIVE)
                .param("often", USE_MILLIS)
                .param("id", offered.id())
                .query((row, index) -> new Found(key(row, index), row.getString("kept"), row.getBoolean("noteworthy")))
                .optional()
                .filter(kept -> offered.hasHash(kept.hash()));
        found.filter(Found::noteworthy).ifPresent(kept -> noteUse(kept.key().id()));
        return found.map(kept -> kept.key().principal());
    }

    private record Found(AccessKey key, String hash, boolean noteworthy) {}

    private void noteUse(String id) {
        database.writer()
                .sql("UPDATE access_key SET last_used_at = " + NOW + " WHERE id = :id")
                .param("id", id)
                .update();
    }

    private static void requireLife(Duration life) {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the life of a key must be one minute to " + LONGEST.toDays() + " days, but is " + life);
        }
    }

    private static AccessKey key(ResultSet row, int index) throws SQLException {
        return new AccessKey(
                row.getString("id"),
                new Principal(
                        row.getString("name"),
                        Role.valueOf(row.getString("role")),
                        Json.texts(row.getString("consignees"))),
                row.getBoolean("live"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                Batches.instant(row, "revoked_at"),
                Batches.instant(row, "last_used_at"));
    }
}
