package dev.caravan.hub.home;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import dev.caravan.backup.Backup;
import dev.caravan.ledger.LedgerDatabase;

/**
 * Where the ledger is ({@code caravan.ledger}).
 *
 * @param url of a PostgreSQL database, as pgjdbc takes it; empty for SQLite in the data folder
 * @param user of that database
 * @param passwordFile file that holds the user's password, and nothing else
 */
public record LedgerSettings(String url, String user, String passwordFile) {

    private static final String SCHEME = "jdbc:postgresql://";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    public LedgerSettings {
        if (!url.isEmpty() && !url.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "caravan.ledger.url must be empty (SQLite) or begin with " + SCHEME + ", but is '" + url + "'");
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException(
                    "caravan.ledger.url must not hold a password; caravan.ledger.password-file names its file");
        }
        if (!url.isEmpty() && !onThisMachine(url) && !url.contains("sslmode=verify-full")) {
            throw new IllegalArgumentException(
                    "caravan.ledger.url: a database on another machine is reached by verified"
                            + " TLS only: add sslmode=verify-full (and sslrootcert=<file>) to '" + url + "'");
        }
    }

    /** Whether the ledger is a file in the data folder, and so in its backup. */
    public boolean inDataFolder() {
        return url.isEmpty();
    }

    /** @throws IllegalStateException if the database cannot be used, or a restore was cut off */
    public LedgerDatabase open(Path dataFolder) {
        if (Backup.isUnfinished(dataFolder)) {
            throw new IllegalStateException("a restore into " + dataFolder.toAbsolutePath()
                    + " was not finished: move the data and the work folder away, and restore again");
        }
        return inDataFolder()
                ? LedgerDatabase.open(dataFolder.resolve("ledger.db"))
                : LedgerDatabase.open(url, user, password());
    }

    /** To read beside a hub that may be running. @throws IllegalStateException if there is no ledger */
    public LedgerDatabase openBeside(Path dataFolder) {
        var file = dataFolder.resolve("ledger.db");
        if (inDataFolder() && !Files.isRegularFile(file)) {
            throw new IllegalStateException("there is no ledger " + file.toAbsolutePath()
                    + ": no hub has ever run with this data folder (caravan.folders.data)");
        }
        return inDataFolder() ? LedgerDatabase.beside(file) : LedgerDatabase.beside(url, user, password());
    }

    private static boolean onThisMachine(String url) {
        try {
            var host = URI.create(url.substring("jdbc:".length())).getHost();
            return host != null && THIS_MACHINE.contains(host);
        } catch (IllegalArgumentException severalHosts) {
            return false;
        }
    }

    private String password() {
        try {
            return Files.readString(Path.of(passwordFile)).strip();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.ledger.password-file: '" + passwordFile
                            + "' cannot be read; it must hold the password of the database's user",
                    unreadable);
        }
    }
}
