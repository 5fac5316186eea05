package dev.caravan.sftp;

import org.jspecify.annotations.Nullable;

import dev.caravan.batch.Intake;

/**
 * What a look at the server brings. What is the matter is told at each look; not to repeat it is for the listener.
 *
 * @param about the file's name; empty: the server
 * @param message one line, for the operator
 * @param batch whose rows are to be read; null if there is none
 */
public record SftpNews(
        Kind kind, String about, String message, @Nullable String batch) {

    /** The last two are the server's. */
    public enum Kind {
        TAKEN,
        QUARANTINED,
        STUCK,
        TROUBLE,
        WELL
    }

    static SftpNews of(Kind kind, String about, String message) {
        return new SftpNews(kind, about, message, null);
    }

    static SftpNews stuck(String file, RuntimeException why) {
        return of(
                Kind.STUCK,
                file,
                "'" + Intake.shownName(file) + "' stays on the SFTP server and is tried again: " + why.getMessage());
    }
}
