package dev.caravan.sftp;

import dev.caravan.batch.Ending;

/**
 * What the intake said of a remote file, kept until the file is put away on the server too.
 *
 * @param entry the file as it was read
 * @param message for the person who dropped it
 */
record Verdict(RemoteEntry entry, Ending ending, String message) {

    boolean isOf(RemoteEntry other) {
        return entry.equals(other);
    }

    String name() {
        return entry.name();
    }
}
