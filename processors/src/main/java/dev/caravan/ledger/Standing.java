package dev.caravan.ledger;

import java.util.List;
import java.util.Map;

import dev.caravan.access.Principal;
import dev.caravan.access.Rules;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Whether those who have subscribed to events, or have begun a job, may still come in themselves and see as much. */
public final class Standing {

    private static final String KEYS_OF_OWNER = "SELECT 1 FROM access_key WHERE name = owner";

    /** Had keys, and none of them opens anything now; or is a user who is disabled. The hub's own operator is neither. */
    static final String OWNER_HAS_LEFT = "(EXISTS (" + KEYS_OF_OWNER + ") AND NOT EXISTS (" + KEYS_OF_OWNER
            + " AND revoked_at IS NULL AND expires_at > " + NOW + ")"
            + " OR EXISTS (SELECT 1 FROM local_user WHERE name = owner AND disabled_at IS NOT NULL))";

    private static final String PROBLEM =
            "its owner has no valid key any more (revoked or expired), or is a user who is"
                    + " disabled. Once the owner may come in again, a replay enables the subscription";

    private static final String BEYOND =
            "its owner has come in with another role or other consignees, and may not see all of it any more";

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

    /**
     * Takes back what somebody has asked for as who he was before: his subscriptions that go beyond what he may see now are
     * disabled, his jobs are cancelled. Reads only, as long as there are none.
     *
     * @param principal as he has just come in
     */
    public void confine(Principal principal) {
        var maySubscribe = Rules.allow(principal.role(), "subscribe");
        new Subscriptions(database)
                .of(principal.name()).stream()
                        .filter(each -> each.state() == Subscription.State.ACTIVE)
                        .filter(each -> !maySubscribe || !each.isWithin(principal.reach()))
                        .forEach(each ->
                                disable(each.id(), BEYOND + ". A replay enables the subscription once he may", ""));
        var mayActivate = Rules.allow(principal.role(), "activateBoards");
        ActivationJobs.open(database, principal.name()).stream()
                .filter(job ->
                        !mayActivate || !principal.reach().covers(job.owner().reach()))
                .forEach(this::cancel);
    }

    private void cancel(ActivationJob job) {
        database.transact(() -> {
            if (ActivationJobs.cancel(database, job.id(), BEYOND)) {
                trail.note(
                        AccessKeys.CHAIN,
                        "activations.cancelled",
                        null,
                        Map.of("job", job.id(), "owner", job.owner().name(), "reason", BEYOND));
            }
        });
    }

    /** Looks again, for a key may have been made since. */
    private boolean disable(String subscription) {
        return disable(subscription, PROBLEM, " AND " + OWNER_HAS_LEFT);
    }

    private boolean disable(String subscription, String why, String condition) {
        return database.inTransaction(() -> {
            var owners = database.writer()
                    .sql("UPDATE subscription SET state = 'DISABLED', problem = :problem WHERE id = :id"
                            + " AND state = 'ACTIVE'" + condition + " RETURNING owner")
                    .param("problem", why)
                    .param("id", subscription)
                    .query(String.class)
                    .list();
            owners.forEach(owner -> trail.note(
                    AccessKeys.CHAIN,
                    "subscription.disabled",
                    null,
                    Map.of("subscription", subscription, "owner", owner, "reason", why)));
            return !owners.isEmpty();
        });
    }
}
