package dev.caravan.ledger;

import java.nio.file.Path;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger's SQLite file: WAL, {@code synchronous=FULL} (NORMAL loses committed transactions on power failure),
 * immediate transactions, one writer connection and a few readers. Opening migrates the schema.
 *
 * <p>Thread-safe. Every failure is a {@link org.springframework.dao.DataAccessException}.
 */
public final class LedgerDatabase implements AutoCloseable {

    /** Milliseconds since 1970 by the database's clock. */
    static final String NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    private static final int READERS = 4;

    private final HikariDataSource writerPool;
    private final HikariDataSource readerPool;
    private final TransactionTemplate transactions;
    private final JdbcTemplate writerTemplate;
    private final JdbcClient writer;
    private final JdbcClient reader;

    private LedgerDatabase(HikariDataSource writerPool, HikariDataSource readerPool) {
        this.writerPool = writerPool;
        this.readerPool = readerPool;
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(writerPool));
        this.writerTemplate = new JdbcTemplate(writerPool);
        this.writer = JdbcClient.create(writerTemplate);
        this.reader = JdbcClient.create(readerPool);
    }

    /** Opens or creates the file and brings its schema up to date. */
    public static LedgerDatabase open(Path file) {
        var url = "jdbc:sqlite:" + file.toAbsolutePath()
                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=10000&foreign_keys=on&transaction_mode=IMMEDIATE";
        var writerPool = pool(url, "ledger-writer", 1);
        migrate(writerPool);
        return new LedgerDatabase(writerPool, pool(url, "ledger-reader", READERS));
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:dev/caravan/ledger/migration")
                .load()
                .migrate();
    }

    private static HikariDataSource pool(String url, String name, int size) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }

    /** For statements inside {@link #inTransaction}, and for single writes. */
    JdbcClient writer() {
        return writer;
    }

    /** For many rows of one statement, inside {@link #inTransaction}. */
    JdbcTemplate batchWriter() {
        return writerTemplate;
    }

    /** For reads that need not see an open transaction. */
    JdbcClient reader() {
        return reader;
    }

    /** Runs the work in one transaction; an exception rolls all of it back. */
    <T> T inTransaction(Supplier<T> work) {
        var result = transactions.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("transactional work answered null");
        }
        return result;
    }

    /** As {@link #inTransaction}, for work without a result. */
    void transact(Runnable work) {
        transactions.executeWithoutResult(status -> work.run());
    }

    @Override
    public void close() {
        readerPool.close();
        writerPool.close();
    }
}
