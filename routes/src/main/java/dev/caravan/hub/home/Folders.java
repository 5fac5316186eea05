package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import dev.caravan.durable.DurableFiles;

/**
 * Where the hub keeps and exchanges files ({@code caravan.folders}). Work and outbox must be on one file system, because
 * identities are handed over by rename.
 *
 * @param inbox batch files are dropped here
 * @param outbox identities and reports come out here
 * @param archive batch files that were read
 * @param quarantine files that cannot be read as a batch, each with its reason
 * @param work snapshots, and identities that are not handed over yet; owner-only
 * @param data ledger, broker journal, certificate authority, API key; owner-only
 */
public record Folders(Path inbox, Path outbox, Path archive, Path quarantine, Path work, Path data) {

    /**
     * Creates what is missing.
     *
     * @throws IllegalArgumentException naming the folder that is not writable, or the system that has no POSIX modes
     */
    public void prepare() {
        if (!data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new IllegalArgumentException("caravan.folders: this system has no owner-only files (POSIX);"
                    + " the hub runs on Linux, x86-64 or aarch64");
        }
        var shared =
                new TreeMap<>(Map.of("inbox", inbox, "outbox", outbox, "archive", archive, "quarantine", quarantine));
        shared.forEach((key, folder) -> usable(key, folder, false));
        usable("work", work, true);
        usable("data", data, true);
    }

    private static void usable(String key, Path folder, boolean ownerOnly) {
        try {
            if (ownerOnly) {
                DurableFiles.ownerOnlyFolder(folder);
            } else {
                Files.createDirectories(folder);
            }
            Files.delete(Files.createTempFile(folder, ".caravan-", ".probe"));
        } catch (IOException | java.io.UncheckedIOException failure) {
            throw new IllegalArgumentException(
                    "caravan.folders." + key + ": the folder " + folder.toAbsolutePath()
                            + " cannot be created or written by user " + System.getProperty("user.name"),
                    failure);
        }
    }
}
