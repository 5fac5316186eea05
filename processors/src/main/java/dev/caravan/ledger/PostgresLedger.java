package dev.caravan.ledger;

import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The ledger in PostgreSQL, for more than one hub. Nothing waits for ever: not for a connection, a lock, an answer, or a
 * transaction whose hub was stopped in the middle. Migrations may take their time; hubs that start together migrate once.
 */
final class PostgresLedger {

    private static final String OWN_MIGRATIONS = "classpath:dev/caravan/ledger/postgresql";
    private static final int WRITERS = 8;
    private static final int READERS = 4;
    private static final long CONNECTION_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final String CONNECT_SECONDS = "10";
    private static final String ANSWER_SECONDS = "60";

    /**
     * A hub that stands still in the middle of a transaction is cut off before those that wait for its lock give up: they notice
     * nothing but the wait.
     */
    private static final String LIMITS =
            "-c statement_timeout=50s -c lock_timeout=10s -c idle_in_transaction_session_timeout=8s";

    private PostgresLedger() {}

    /** @param migrate false leaves the schema to the hubs that may be running */
    static LedgerDatabase open(String url, String user, String password, boolean migrate) {
        try {
            if (migrate) {
                migrations(url, user, password).load().migrate();
            }
            return new LedgerDatabase(
                    pool(url, user, password, "ledger-writer", WRITERS),
                    pool(url, user, password, "ledger-reader", READERS),
                    LedgerDatabase.Writers.MANY);
        } catch (FlywayException | PoolInitializationException failure) {
            throw new IllegalStateException(
                    "the ledger's database " + url.split("\\?", 2)[0] + " cannot be used: " + root(failure), failure);
        }
    }

    static FluentConfiguration migrations(String url, String user, String password) {
        return Flyway.configure().dataSource(url, user, password).locations(SqliteLedger.MIGRATIONS, OWN_MIGRATIONS);
    }

    private static HikariDataSource pool(String url, String user, String password, String name, int size) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        config.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "caravan");
        config.addDataSourceProperty("options", LIMITS);
        return new HikariDataSource(config);
    }

    private static String root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null
                ? root.toString()
                : root.getMessage().lines().findFirst().orElse("");
    }
}
