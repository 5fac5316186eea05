package dev.caravan.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What new ledgers are copied from, once a process: to migrate one takes longer than most tests. */
final class EmptyLedger {

    private EmptyLedger() {}

    /** Writes an SQLite ledger to this file unless it is there. */
    static void putInto(Path file) {
        if (Files.notExists(file)) {
            try {
                Files.write(file, Sqlite.LEDGER);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write " + file, failure);
            }
        }
    }

    /** @return the address of a new ledger in PostgreSQL */
    static String inPostgres() {
        return Postgres.newDatabase(OnServer.LEDGER);
    }

    private static final class Sqlite {
        private static final byte[] LEDGER = migrated();

        private static byte[] migrated() {
            try {
                var folder = Files.createTempDirectory("empty-ledger");
                var file = folder.resolve("ledger.db");
                LedgerDatabase.open(file).close();
                var bytes = Files.readAllBytes(file);
                Files.delete(file);
                Files.delete(folder);
                return bytes;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static final class OnServer {
        private static final String LEDGER = migrated();

        private static String migrated() {
            var url = Postgres.newDatabase();
            LedgerDatabase.open(url, Postgres.USER, Postgres.PASSWORD).close();
            return Postgres.nameOf(url);
        }
    }
}
