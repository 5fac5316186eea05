package dev.caravan.ledger;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresLedgerTest extends LedgerContract {

    private static String migrated = "";

    @BeforeAll
    static void migrateOnce() {
        migrated = Postgres.newDatabase();
        LedgerDatabase.open(migrated, Postgres.USER, Postgres.PASSWORD).close();
    }

    @Override
    TestLedger open() {
        var url = Postgres.newDatabase(Postgres.nameOf(migrated));
        return TestLedger.of(LedgerDatabase.open(url, Postgres.USER, Postgres.PASSWORD));
    }

    @Test
    void databaseThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> LedgerDatabase.open("jdbc:postgresql://127.0.0.1:1/ledger?ssl=false", "hub", "secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "the ledger's database jdbc:postgresql://127.0.0.1:1/ledger cannot be used: Connection")
                .hasMessageNotContaining("secret");
    }

    @Test
    void eventThatIsCommittedLateIsNotPassedOver() {
        var events = new Events(ledger().database());
        var trail = new Trail(ledger().database());
        ledger().database().transact(() -> {
            trail.tell("late", "a", Map.of());
            CompletableFuture.runAsync(() -> ledger().database().transact(() -> trail.tell("early", "b", Map.of())))
                    .join();
            assertThat(CompletableFuture.supplyAsync(() -> events.after(new Reach.Everything(), 0, 10))
                            .join())
                    .extracting(Events.Event::type)
                    .containsExactly("early");
        });

        assertThat(events.after(new Reach.Everything(), 1, 10))
                .extracting(Events.Event::type)
                .containsExactly("late");
    }

    @Test
    void stoppedHubHoldsNoTransactionForEver() {
        assertThat(ledger().database()
                        .writer()
                        .sql("SHOW idle_in_transaction_session_timeout")
                        .query(String.class)
                        .single())
                .isEqualTo("1min");
    }
}
