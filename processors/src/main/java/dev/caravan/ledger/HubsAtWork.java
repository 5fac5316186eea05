package dev.caravan.ledger;

import java.time.Duration;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Which hubs of a ledger are at work: those that have said so within the last minute and a half, by the database's clock. */
public final class HubsAtWork {

    private static final Duration BELIEVED = Duration.ofSeconds(90);

    private final LedgerDatabase database;
    private final String hub;

    /** @param hub names this hub, the same at each of its starts, and no other one */
    public HubsAtWork(LedgerDatabase database, String hub) {
        this.database = database;
        this.hub = hub;
    }

    /** Says that this hub is at work; to be called every half minute. @return how many are, this one too */
    public int sayAndCount() {
        return database.inTransaction(() -> {
            database.writer()
                    .sql("INSERT INTO hub_at_work (hub, seen_at) VALUES (:hub, " + NOW
                            + ") ON CONFLICT (hub) DO UPDATE SET seen_at = excluded.seen_at")
                    .param("hub", hub)
                    .update();
            return database.writer()
                    .sql("SELECT count(*) FROM hub_at_work WHERE NOT "
                            + Leases.over("(seen_at + " + BELIEVED.toMillis() + ")", BELIEVED))
                    .query(Integer.class)
                    .single();
        });
    }
}
