package dev.caravan.ledger;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
    void stoppedHubHoldsNoTransactionForEver() {
        assertThat(ledger().database()
                        .writer()
                        .sql("SHOW idle_in_transaction_session_timeout")
                        .query(String.class)
                        .single())
                .isEqualTo("1min");
    }
}
