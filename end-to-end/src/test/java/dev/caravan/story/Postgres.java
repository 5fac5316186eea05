package dev.caravan.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL for the hubs of one test, on a free port. It may be stopped, and started again with what it holds. */
public final class Postgres implements AutoCloseable {

    private static final String USER = "postgres";

    private final Path folder;
    private EmbeddedPostgres server;

    private Postgres(Path folder) throws IOException {
        this.folder = folder;
        this.server = builder(folder).start();
    }

    public static Postgres start(Path folder) throws IOException {
        var data = folder.resolve("postgres");
        Files.createDirectories(
                data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve("ledger-password"), "not asked for on this machine");
        return new Postgres(folder);
    }

    private static EmbeddedPostgres.Builder builder(Path folder) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false);
    }

    /** As a machine that is switched off: connections break, and nobody answers at the port. */
    public void stop() throws IOException {
        server.close();
    }

    /** At the port where it was. */
    public void startAgain() throws IOException {
        server = builder(folder).setPort(server.getPort()).start();
    }

    /** Of a hub that has its ledger here. */
    public String[] settings(String... more) {
        var settings = new ArrayList<>(List.of(
                "--caravan.ledger.url=" + url(USER),
                "--caravan.ledger.user=" + USER,
                "--caravan.ledger.password-file=" + folder.resolve("ledger-password")));
        settings.addAll(Arrays.asList(more));
        return settings.toArray(String[]::new);
    }

    /** @param database that need not be there */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    /** The first column of the answer's rows, one a line; empty where it has none. */
    public String ask(String sql) {
        try (var connection = DriverManager.getConnection(url(USER), USER, "");
                var statement = connection.createStatement()) {
            var lines = new ArrayList<String>();
            if (statement.execute(sql)) {
                var rows = statement.getResultSet();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return String.join("\n", lines);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
