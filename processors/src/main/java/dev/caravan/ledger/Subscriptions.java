package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Subscription.Signature;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Who is told of events. Each sees and changes only what is theirs; times are the database's. */
public final class Subscriptions {

    private static final String THEIRS = " WHERE id = :id AND owner = :owner";

    private static final String SELECT = "SELECT id, owner, url, types, consignee, state, problem, read_to, created_at,"
            + " signature, public_key,"
            + " CASE WHEN previous_until > " + NOW + " THEN previous_until END AS previous_until,"
            + " (SELECT count(*) FROM delivery WHERE subscription_id = id AND delivery.state = 'WAITING')"
            + " AS waiting,"
            + " (SELECT count(*) FROM delivery WHERE subscription_id = id AND delivery.state = 'PARKED')"
            + " AS parked"
            + " FROM subscription";

    private final LedgerDatabase database;

    public Subscriptions(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * What somebody asks for.
     *
     * @param key what signs
     */
    public record Wish(
            String id,
            String owner,
            String url,
            Set<String> types,
            @Nullable String consignee,
            Key key) {}

    /**
     * What a subscription signs with.
     *
     * @param secret encrypted
     * @param publicKey null for {@link Signature#HMAC}
     */
    public record Key(
            Signature signature, String secret, @Nullable String publicKey) {}

    /** Subscribes; events that have their position already are not sent, unless they are replayed. */
    public Subscription add(Wish wish) {
        database.writer()
                .sql(
                        "INSERT INTO subscription (id, owner, url, types, consignee, state, signature, secret, public_key, read_to,"
                                + " created_at) VALUES (:id, :owner, :url, :types, :consignee, 'ACTIVE', :signature, :secret, :public,"
                                + " (SELECT COALESCE(max(position), 0) FROM event), " + NOW + ")")
                .param("id", wish.id())
                .param("owner", wish.owner())
                .param("url", wish.url())
                .param("types", Json.write(new TreeSet<>(wish.types())))
                .param("consignee", wish.consignee())
                .param("signature", wish.key().signature().name())
                .param("secret", wish.key().secret())
                .param("public", wish.key().publicKey())
                .update();
        return find(wish.owner(), wish.id()).orElseThrow();
    }

    /** Those of one owner, the oldest first. */
    public List<Subscription> of(String owner) {
        return database.reader()
                .sql(SELECT + " WHERE owner = :owner ORDER BY created_at, id")
                .param("owner", owner)
                .query(Subscriptions::subscription)
                .list();
    }

    public Optional<Subscription> find(String owner, String id) {
        return database.reader()
                .sql(SELECT + THEIRS)
                .param("id", id)
                .param("owner", owner)
                .query(Subscriptions::subscription)
                .optional();
    }

    /** Ends it, and forgets its deliveries. @return false if the owner has no such subscription */
    public boolean delete(String owner, String id) {
        return database.inTransaction(() -> {
            // Whoever delivers to it has written by then, or writes nothing more.
            database.writer()
                    .sql("UPDATE subscription SET worker = NULL" + THEIRS)
                    .param("id", id)
                    .param("owner", owner)
                    .update();
            database.writer()
                    .sql("DELETE FROM delivery WHERE subscription_id IN (SELECT id FROM subscription" + THEIRS + ")")
                    .param("id", id)
                    .param("owner", owner)
                    .update();
            return database.writer()
                            .sql("DELETE FROM subscription" + THEIRS)
                            .param("id", id)
                            .param("owner", owner)
                            .update()
                    > 0;
        });
    }

    /**
     * Signs with a new key from now on, of the same kind, and with the one before too for a while.
     */
    public Optional<Subscription> rotate(String owner, String id, Key key, Duration overlap) {
        database.writer()
                .sql("UPDATE subscription SET previous_secret = secret, previous_until = " + NOW
                        + " + :overlap, secret = :secret, public_key = :public" + THEIRS
                        + " AND signature = :signature")
                .param("overlap", overlap.toMillis())
                .param("signature", key.signature().name())
                .param("secret", key.secret())
                .param("public", key.publicKey())
                .param("id", id)
                .param("owner", owner)
                .update();
        return find(owner, id);
    }

    /**
     * Sends what it wants again, from this position on and in the same order, also what was delivered or parked; and enables
     * it if it was disabled.
     */
    public Optional<Subscription> replay(String owner, String id, long from) {
        database.transact(() -> {
            var theirs = database.writer()
                    .sql("UPDATE subscription SET read_to = CASE WHEN read_to < :before THEN read_to ELSE :before END,"
                            + " state = 'ACTIVE', problem = NULL, failures = 0, not_before = 0" + THEIRS)
                    .param("before", from - 1)
                    .param("id", id)
                    .param("owner", owner)
                    .update();
            if (theirs > 0) {
                database.writer()
                        .sql("DELETE FROM delivery WHERE subscription_id = :id AND position >= :from")
                        .param("id", id)
                        .param("from", from)
                        .update();
            }
        });
        return find(owner, id);
    }

    /** Position of the first event that happened at this time or later; one past the last if there is none. */
    public long positionAt(Instant time) {
        return database.reader()
                .sql("SELECT COALESCE((SELECT min(position) FROM event WHERE at >= :time),"
                        + " (SELECT COALESCE(max(position), 0) + 1 FROM event))")
                .param("time", time.toEpochMilli())
                .query(Long.class)
                .single();
    }

    private static Subscription subscription(ResultSet row, int index) throws SQLException {
        var previousUntil = row.getLong("previous_until");
        return new Subscription(
                row.getString("id"),
                row.getString("owner"),
                row.getString("url"),
                Json.texts(row.getString("types")),
                row.getString("consignee"),
                Subscription.State.valueOf(row.getString("state")),
                row.getString("problem"),
                row.getLong("read_to"),
                row.getLong("waiting"),
                row.getLong("parked"),
                Signature.valueOf(row.getString("signature")),
                row.getString("public_key"),
                previousUntil == 0 ? null : Instant.ofEpochMilli(previousUntil),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
