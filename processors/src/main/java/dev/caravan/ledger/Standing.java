package dev.caravan.ledger;

import java.util.List;
import java.util.Map;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Whether those who have subscribed to events may still come in themselves. */
public final class Standing {

    private static final String KEYS_OF_OWNER = "SELECT 1 FROM access_key WHERE name = owner";

    /** Had keys, and none of them opens anything now; or is a user who is disabled. The hub's own operator is neither. */
    static final String OWNER_HAS_LEFT = "(EXISTS (" + KEYS_OF_OWNER + ") AND NOT EXISTS (" + KEYS_OF_OWNER
            + " AND revoked_at IS NULL AND expires_at > " + NOW + ")"
            + " OR EXISTS (SELECT 1 FROM local_user WHERE name = owner AND disabled_at IS NOT NULL))";

    private static final String PROBLEM =
            "its owner has no valid key any more (revoked or expired), or is a user who is"
                    + " disabled. Once the owner may come in again, a replay enables the subscription";

    private final LedgerDatabase database;
    private final Trail trail;

    public Standing(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /** Disables the subscriptions of owners who may not come in any more. Whoever delivers to one stops. @return their ids */
    public List<String> withdraw() {
        var left = database.reader()
                .sql("SELECT id FROM subscription WHERE state = 'ACTIVE' AND " + OWNER_HAS_LEFT + " ORDER BY id")
                .query(String.class)
                .list();
        return left.stream().filter(this::disable).toList();
    }

    /** Looks again, for a key may have been made since. */
    private boolean disable(String subscription) {
        return database.inTransaction(() -> {
            var owners = database.writer()
                    .sql("UPDATE subscription SET state = 'DISABLED', problem = :problem WHERE id = :id"
                            + " AND state = 'ACTIVE' AND " + OWNER_HAS_LEFT + " RETURNING owner")
                    .param("problem", PROBLEM)
                    .param("id", subscription)
                    .query(String.class)
                    .list();
            owners.forEach(owner -> trail.note(
                    AccessKeys.CHAIN,
                    "subscription.disabled",
                    null,
                    Map.of("subscription", subscription, "owner", owner, "reason", PROBLEM)));
            return !owners.isEmpty();
        });
    }
}
