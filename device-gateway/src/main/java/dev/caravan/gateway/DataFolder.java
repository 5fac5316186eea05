package dev.caravan.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import dev.caravan.gateway.settings.BadSetting;
import dev.caravan.gateway.settings.FolderSettings;

/** The gateway's own folder, held by a lock while it runs: two gateways would fight over the same boards' sessions. */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder open(FolderSettings folders) {
        make("caravan.folders.identities", folders.identities());
        make("caravan.folders.data", folders.data());
        return new DataFolder(folders.data(), locked(folders.data()));
    }

    private static void make(String key, Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new BadSetting(key, "is a folder that can be made", folder);
        }
        if (!Files.isWritable(folder) || !Files.isReadable(folder)) {
            throw new BadSetting(key, "is a folder that this user can read and write", folder);
        }
    }

    private static FileChannel locked(Path folder) {
        Path file = folder.resolve("gateway.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            throw new BadSetting("caravan.folders.data", "belongs to one gateway, and another one runs in it", folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file + ": " + e.getMessage(), e);
        }
        throw new BadSetting("caravan.folders.data", "belongs to one gateway; another one runs in it", folder);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
