package dev.caravan.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.jdbc.core.JdbcTemplate;

/** One PostgreSQL for all tests of this process, on a free port; it ends with the process. */
final class Postgres {

    static final String USER = "postgres";
    static final String PASSWORD = "not asked for on this machine";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Postgres() {}

    /** @return the address of a new, empty database */
    static String newDatabase() {
        return newDatabase("template1");
    }

    /** @return the address of a new database that is a copy of this one, to which nobody may be connected */
    static String newDatabase(String template) {
        var name = "ledger_" + DATABASES.incrementAndGet();
        new JdbcTemplate(Server.POSTGRES.getPostgresDatabase())
                .execute("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY");
        return Server.POSTGRES.getJdbcUrl(USER, name);
    }

    static String nameOf(String url) {
        return url.substring(url.lastIndexOf('/') + 1).split("\\?", 2)[0];
    }

    /** Started by the first test that asks. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        // Nobody pulls the plug; and its last checkpoint would keep the process waiting, on a busy disk
                        // until it is killed.
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
