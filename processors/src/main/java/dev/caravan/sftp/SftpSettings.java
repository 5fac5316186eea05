package dev.caravan.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.util.unit.DataSize;

import dev.caravan.ledger.Origin;

/**
 * The SFTP server that batch files are fetched from ({@code caravan.intake.sftp}).
 *
 * @param host empty: there is none, and nothing else here is looked at
 * @param passwordFile file with the user's password and nothing else; or
 * @param privateKeyFile the user's private key, as OpenSSH or PEM
 * @param passphraseFile file with that key's passphrase; empty if it has none
 * @param knownHostsFile the server's key, as ssh-keyscan prints it: no other server is talked to
 * @param folder where files are dropped, on the server
 * @param whenTaken what becomes of a file on the server once the hub has it
 * @param pollDelay time between two looks
 * @param quietFor a file is taken when its size and time have not changed for so long
 * @param connectTimeout for connection and login
 * @param readTimeout the server is given up when it says nothing for twice as long
 * @param largestFile a larger one is refused and never fetched
 */
public record SftpSettings(
        String host,
        int port,
        String user,
        String passwordFile,
        String privateKeyFile,
        String passphraseFile,
        String knownHostsFile,
        String folder,
        WhenTaken whenTaken,
        Duration pollDelay,
        Duration quietFor,
        Duration connectTimeout,
        Duration readTimeout,
        DataSize largestFile) {

    private static final String PREFIX = "caravan.intake.sftp.";
    private static final int HIGHEST_PORT = 65535;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What becomes of a file on the server once the hub has it. */
    public enum WhenTaken {
        /** It is moved into the folder {@code archive} beneath. */
        ARCHIVE,
        DELETE
    }

    public SftpSettings {
        if (!host.isBlank()) {
            require(port >= 1 && port <= HIGHEST_PORT, "port", "must be 1 to " + HIGHEST_PORT + ", but is " + port);
            require(!user.isBlank(), "user", "must name the user of the server");
            require(
                    passwordFile.isBlank() != privateKeyFile.isBlank(),
                    "password-file",
                    "or private-key-file must be set, and not both");
            require(
                    !knownHostsFile.isBlank(),
                    "known-hosts-file",
                    "must name a file with the server's host key, as ssh-keyscan prints it: compare the key with the"
                            + " owner of the server; no other server is talked to");
            require(!folder.isBlank(), "folder", "must name the folder on the server that files are dropped into");
            requireTime("poll-delay", pollDelay);
            requireTime("quiet-for", quietFor);
            requireTime("connect-timeout", connectTimeout);
            requireTime("read-timeout", readTimeout);
            require(largestFile.toBytes() > 0, "largest-file", "must be more than 0, but is " + largestFile);
        }
    }

    /** As the audit trail names it. */
    Origin origin() {
        return new Origin.Folder("sftp://" + host + ":" + port + (folder.startsWith("/") ? "" : "/") + folder);
    }

    private static void requireTime(String key, Duration time) {
        require(
                time.compareTo(Duration.ofSeconds(1)) >= 0 && time.compareTo(LONGEST) <= 0,
                key,
                "must be 1s to 1h, but is " + time);
    }

    private static void require(boolean kept, String key, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(PREFIX + key + " " + rule);
        }
    }

    /** @throws IllegalArgumentException if a file that is named here cannot be read */
    void requireFiles() {
        requireFile("password-file", passwordFile);
        requireFile("private-key-file", privateKeyFile);
        requireFile("passphrase-file", passphraseFile);
        requireFile("known-hosts-file", knownHostsFile);
    }

    private static void requireFile(String key, String file) {
        require(file.isBlank() || Files.isReadable(Path.of(file)), key, "names " + file + ", which cannot be read");
    }

    /** As messages call the server. */
    String address() {
        return "sftp://" + user + "@" + host + ":" + port;
    }
}
