package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** One hub per data folder: an operating-system lock, which ends with the process, on a file that names its holder. */
public final class DataFolderLock implements AutoCloseable {

    private static final int LONGEST_HOLDER = 200;

    private final FileChannel channel;

    private DataFolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IllegalStateException naming the hub that holds the folder */
    public static DataFolderLock take(Path dataFolder, Instant now) {
        var file = dataFolder.resolve("hub.lock");
        try {
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                var holder = read(channel);
                channel.close();
                throw new IllegalStateException(
                        "the data folder " + dataFolder.toAbsolutePath() + " is in use by another hub: " + holder);
            }
            var holder = "process " + ProcessHandle.current().pid() + ", since " + now;
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return new DataFolderLock(channel);
        } catch (IOException failure) {
            throw new IllegalStateException("cannot lock " + file + ": " + failure.getMessage(), failure);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        var buffer = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(buffer, 0);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
