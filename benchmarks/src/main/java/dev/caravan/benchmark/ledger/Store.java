package dev.caravan.benchmark.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.caravan.ledger.LedgerDatabase;

/** A ledger's database, and a way into it behind the ledger's back. */
record Store(String name, LedgerDatabase ledger, Connection direct) implements AutoCloseable {

    private static final String USER = "postgres";

    static Store sqlite(Path file) throws SQLException {
        var ledger = LedgerDatabase.open(file);
        return new Store("SQLite", ledger, DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=10000"));
    }

    static Store postgres(EmbeddedPostgres server) throws SQLException {
        var url = server.getJdbcUrl(USER, USER);
        var ledger = LedgerDatabase.open(url, USER, "");
        return new Store("PostgreSQL", ledger, DriverManager.getConnection(url, USER, ""));
    }

    static EmbeddedPostgres server() throws IOException {
        // What is measured are reads; filling waits for no disk.
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    void run(String... statements) throws SQLException {
        try (var statement = direct.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        direct.close();
        ledger.close();
    }
}
