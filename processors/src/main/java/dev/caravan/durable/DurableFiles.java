package dev.caravan.durable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Writes and moves files so that a reader, or a restart after kill -9 or a power cut, sees the old file or the whole new
 * one, never a part of it. All methods throw {@link UncheckedIOException} and leave the target as it was.
 */
public final class DurableFiles {

    /** Owner may read and write; nobody else may do anything. */
    public static final Set<PosixFilePermission> OWNER_ONLY = Set.copyOf(PosixFilePermissions.fromString("rw-------"));

    /** Owner writes, everybody reads: reports and summaries. */
    public static final Set<PosixFilePermission> READABLE = Set.copyOf(PosixFilePermissions.fromString("rw-r--r--"));

    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
            Set.copyOf(PosixFilePermissions.fromString("rwx------"));

    private static final String PART = ".part";

    private static final int SYNCS = 8;

    /** They wait for the disk nearly all the time. */
    private static final ExecutorService SYNCERS = Executors.newFixedThreadPool(SYNCS, work -> {
        var thread = new Thread(work, "file-sync");
        thread.setDaemon(true);
        return thread;
    });

    private DurableFiles() {}

    /** Content that is too large to hold in memory. */
    @FunctionalInterface
    public interface Content {

        /** Writes all of it; the stream is buffered, and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Replaces or creates {@code target}; durable when this returns. */
    public static void write(Path target, byte[] content, Set<PosixFilePermission> permissions) {
        writeUnsynced(target, content, permissions);
        syncFolder(folderOf(target));
    }

    /** As {@link #write(Path, byte[], Set)}, streamed: a failure in the middle leaves the old file. */
    public static void write(Path target, Set<PosixFilePermission> permissions, Content content) {
        writeUnsynced(target, permissions, content);
        syncFolder(folderOf(target));
    }

    /**
     * As {@link #write}, but the folder entry is durable only after {@link #syncFolders}: for many files in one folder.
     */
    public static void writeUnsynced(Path target, byte[] content, Set<PosixFilePermission> permissions) {
        writeUnsynced(target, permissions, out -> out.write(content));
    }

    /**
     * As {@link #write}, readable by all, into a folder that hubs share: of two that write the same file at once, the one
     * that is ready last has the last word, whole.
     */
    public static void writeShared(Path target, Content content) {
        write(part(target, "." + UUID.randomUUID() + PART), target, READABLE, content);
        syncFolder(folderOf(target));
    }

    private static void writeUnsynced(Path target, Set<PosixFilePermission> permissions, Content content) {
        write(part(target), target, permissions, content);
    }

    private static void write(Path part, Path target, Set<PosixFilePermission> permissions, Content content) {
        try {
            try (var channel = newPart(part, permissions)) {
                var out = new BufferedOutputStream(Channels.newOutputStream(channel));
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            deletePart(part, failure);
            throw new UncheckedIOException("cannot write " + target + ": " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            deletePart(part, failure);
            throw failure;
        }
    }

    /**
     * As {@link #writeUnsynced(Path, byte[], Set)} for many files, which are open all at once. Several times as fast,
     * because the disk is asked to sync when all are written: the first sync takes the others' blocks with it.
     */
    public static void writeAllUnsynced(Map<Path, byte[]> contents, Set<PosixFilePermission> permissions) {
        Map<Path, FileChannel> open = new LinkedHashMap<>();
        try {
            for (var file : contents.entrySet()) {
                var channel = newPart(part(file.getKey()), permissions);
                open.put(file.getKey(), channel);
                var rest = ByteBuffer.wrap(file.getValue());
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            forceAll(open.values());
            for (var target : contents.keySet()) {
                Files.move(part(target), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failure) {
            contents.keySet().forEach(target -> deletePart(part(target), failure));
            throw new UncheckedIOException(
                    "cannot write " + contents.size() + " files: " + failure.getMessage(), failure);
        } finally {
            open.values().forEach(DurableFiles::close);
        }
    }

    private static void deletePart(Path part, Exception failure) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException undeletable) {
            failure.addSuppressed(undeletable);
        }
    }

    /** Side by side: each sync waits for the disk, and the file system answers those that wait together at once. */
    private static void forceAll(Collection<FileChannel> channels) throws IOException {
        var syncs = channels.stream()
                .map(channel -> SYNCERS.submit(() -> {
                    channel.force(true);
                    return channel;
                }))
                .toList();
        for (var sync : syncs) {
            try {
                sync.get();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof IOException disk ? disk : new IOException(failed.getCause());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the disk was synced", stopping);
            }
        }
    }

    private static FileChannel newPart(Path part, Set<PosixFilePermission> permissions) throws IOException {
        try {
            return createPart(part, permissions);
        } catch (FileAlreadyExistsException leftByAKill) {
            Files.delete(part);
            return createPart(part, permissions);
        }
    }

    private static FileChannel createPart(Path part, Set<PosixFilePermission> permissions) throws IOException {
        var channel = FileChannel.open(
                part,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(permissions));
        if (!permissions.equals(OWNER_ONLY)) {
            // The process's umask may have taken some of them away.
            Files.setPosixFilePermissions(part, permissions);
        }
        return channel;
    }

    private static Path part(Path target) {
        return part(target, PART);
    }

    private static Path part(Path target, String ending) {
        return target.resolveSibling(target.getFileName() + ending);
    }

    /** What was written is on the disk, or the failure is being thrown already. */
    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Copies a file, to another file system for instance, with its time and permissions; durable when this returns. */
    public static void copy(Path source, Path target) {
        try {
            write(target, Files.getPosixFilePermissions(source), out -> Files.copy(source, out));
            Files.setLastModifiedTime(target, Files.getLastModifiedTime(source));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot copy " + source + " to " + target, failure);
        }
    }

    /** Renames within one file system, replacing the target; durable when this returns. */
    public static void move(Path source, Path target) {
        moveUnsynced(source, target);
        syncFolders(new HashSet<>(List.of(folderOf(source), folderOf(target))));
    }

    /** As {@link #move}, but durable only after {@link #syncFolders}. */
    public static void moveUnsynced(Path source, Path target) {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot move " + source + " to " + target, failure);
        }
    }

    /** Deletes the file if it is there; that it is gone is durable when this returns. */
    public static void delete(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                syncFolder(folderOf(file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + file, failure);
        }
    }

    /**
     * Deletes what writers that were killed have left half written in a folder. A writer that is at work there fails
     * then, and its target stays as it was.
     */
    public static void deleteParts(Path folder) {
        try (var parts = Files.newDirectoryStream(folder, "*.part")) {
            for (var part : parts) {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot clear " + folder, failure);
        }
    }

    /** Makes the entries of each folder durable. */
    public static void syncFolders(Collection<Path> folders) {
        folders.forEach(DurableFiles::syncFolder);
    }

    /** Creates the folder and its parents where they are missing; durable when this returns. */
    public static Path folder(Path folder) {
        return folder(folder.toAbsolutePath(), new FileAttribute<?>[0]);
    }

    /** As {@link #folder}; the last one owner-only when it is new. */
    public static Path ownerOnlyFolder(Path folder) {
        return folder(folder.toAbsolutePath(), PosixFilePermissions.asFileAttribute(OWNER_ONLY_FOLDER));
    }

    private static Path folder(Path folder, FileAttribute<?>... attributes) {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        var parent = folder(folderOf(folder), new FileAttribute<?>[0]);
        try {
            Files.createDirectory(folder, attributes);
        } catch (FileAlreadyExistsException elsewhere) {
            if (!Files.isDirectory(folder)) {
                throw new UncheckedIOException("cannot create folder " + folder + ": a file is there", elsewhere);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create folder " + folder, failure);
        }
        syncFolder(parent);
        return folder;
    }

    private static void syncFolder(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot sync folder " + folder, failure);
        }
    }

    private static Path folderOf(Path file) {
        var parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no folder");
        }
        return parent;
    }
}
