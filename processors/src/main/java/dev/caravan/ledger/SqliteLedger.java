package dev.caravan.ledger;

import java.nio.file.Path;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * The ledger in a file: WAL, {@code synchronous=FULL} (NORMAL loses committed transactions on power failure), immediate
 * transactions, one writer connection and a few readers.
 */
final class SqliteLedger {

    /** The scripts that both databases run. */
    static final String MIGRATIONS = "classpath:dev/caravan/ledger/migration";

    private static final String OWN_MIGRATIONS = "classpath:dev/caravan/ledger/sqlite";
    private static final int READERS = 4;

    /**
     * For the one connection that writes: 32 MiB of pages, so that a million GUIDs in no order do not have it read from
     * the file again and again; as much WAL before that is copied into the file, because a page that changes often is
     * then copied once; and what undoes half a statement in memory, where SQLite would write it to a file in {@code
     * /var/tmp} for each row.
     */
    private static final String WRITER = "&cache_size=-32768&wal_autocheckpoint=8000&temp_store=MEMORY";

    private SqliteLedger() {}

    static LedgerDatabase open(Path file) {
        return open(file, true);
    }

    /** @param migrate false leaves the schema to the hub that may be running */
    static LedgerDatabase open(Path file, boolean migrate) {
        var url = "jdbc:sqlite:" + file.toAbsolutePath()
                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000&foreign_keys=on&transaction_mode=IMMEDIATE";
        var writerPool = pool(url + WRITER, "ledger-writer", 1);
        if (migrate) {
            migrations(writerPool).load().migrate();
        }
        return new LedgerDatabase(writerPool, pool(url, "ledger-reader", READERS), LedgerDatabase.Writers.ONE);
    }

    static FluentConfiguration migrations(DataSource source) {
        return Flyway.configure().dataSource(source).locations(MIGRATIONS, OWN_MIGRATIONS);
    }

    private static HikariDataSource pool(String url, String name, int size) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
