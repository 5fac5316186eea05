package dev.caravan.ledger;

import java.nio.file.Path;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database under the ledger: SQLite, one writer at a time, or PostgreSQL, many. The same statements run on both.
 * Opening brings the schema up to date.
 *
 * <p>Thread-safe. Every failure is a {@link org.springframework.dao.DataAccessException}.
 */
public final class LedgerDatabase implements AutoCloseable {

    /** Milliseconds since 1970 by the database's clock. */
    static final String NOW = "CAST(unixepoch('subsec') * 1000 AS BIGINT)";

    /** How many write at once. */
    enum Writers {
        ONE,
        MANY
    }

    private final HikariDataSource writerPool;
    private final HikariDataSource readerPool;
    private final Writers writers;
    private final TransactionTemplate transactions;
    private final JdbcTemplate writerTemplate;
    private final JdbcClient writer;
    private final JdbcClient reader;

    LedgerDatabase(HikariDataSource writerPool, HikariDataSource readerPool, Writers writers) {
        this.writerPool = writerPool;
        this.readerPool = readerPool;
        this.writers = writers;
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(writerPool));
        this.writerTemplate = new JdbcTemplate(writerPool);
        this.writer = JdbcClient.create(writerTemplate);
        this.reader = JdbcClient.create(readerPool);
    }

    /** Opens or creates the SQLite file. */
    public static LedgerDatabase open(Path file) {
        return SqliteLedger.open(file);
    }

    /**
     * Opens a PostgreSQL database, which other hubs may use too.
     *
     * @param url as pgjdbc takes it, {@code jdbc:postgresql://host/database?sslmode=verify-full}
     * @throws IllegalStateException if it cannot be used, in the database's words
     */
    public static LedgerDatabase open(String url, String user, String password) {
        return PostgresLedger.open(url, user, password, true);
    }

    /** Opens a file that a hub of this version has made, to read beside it: nothing is created or migrated. */
    public static LedgerDatabase beside(Path file) {
        return SqliteLedger.open(file, false);
    }

    /** As {@link #beside(Path)}, for PostgreSQL. */
    public static LedgerDatabase beside(String url, String user, String password) {
        return PostgresLedger.open(url, user, password, false);
    }

    /** Whether other hubs may be writing. */
    boolean isShared() {
        return writers == Writers.MANY;
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

    /**
     * Makes transactions that decide by more than one row of a batch come one after the other; what they read afterwards
     * is what the one before has committed. Batch, then chunk, then board: nobody waits in a circle.
     */
    void lockBatch(String batch) {
        if (isShared()) {
            writer.sql("SELECT id FROM batch WHERE id = :batch FOR NO KEY UPDATE")
                    .param("batch", batch)
                    .query(String.class)
                    .optional();
        }
    }

    /** Asks the database for an answer; throws if there is none. */
    public void requireAnswer() {
        reader.sql("SELECT 1").query(Integer.class).single();
    }

    @Override
    public void close() {
        readerPool.close();
        writerPool.close();
    }
}
