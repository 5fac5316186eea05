package dev.caravan.ledger;

import java.nio.file.Path;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A ledger that an earlier version has written is worked on by this one. */
class MigrationTest {

    @TempDir
    Path data;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = data.resolve("ledger.db");
    }

    @Test
    void stoppedBatchOfTheFirstVersionGoesOnWhereItWas() {
        versionOne("""
                INSERT INTO batch (id, name, file, sha256, state, row_count, created_at) VALUES
                    ('half-read', 'half-read', 'half-read.csv', 'aa', 'STOPPED', 2, 1),
                    ('read', 'read', 'read.csv', 'bb', 'STOPPED', 2, 1);
                INSERT INTO board (guid, batch_id, chunk, line, state, attributes, updated_at) VALUES
                    ('g1', 'half-read', 0, 2, 'CERTIFIED', '{}', 1),
                    ('g2', 'read', 0, 2, 'CERTIFIED', '{}', 1);
                INSERT INTO refused_row VALUES ('read', 3, 'x', 'REJECTED', 'no GUID');
                """);

        try (var ledger = TestLedger.sqlite(file)) {
            var retries = new Retries(ledger.database(), 500);
            retries.batch("half-read");
            retries.batch("read");

            assertThat(ledger.batches().find("half-read").orElseThrow().state()).isEqualTo(Batch.State.READING);
            assertThat(ledger.batches().find("read").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
        }
    }

    /** A database at version 1 with these rows in it. */
    private void versionOne(String rows) {
        var source = new SingleConnectionDataSource("jdbc:sqlite:" + file, true);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:dev/caravan/ledger/migration")
                .target("1")
                .load()
                .migrate();
        var database = JdbcClient.create(source);
        for (var statement : rows.split(";\n")) {
            database.sql(statement).update();
        }
        source.destroy();
    }
}
