package dev.caravan.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One look at a time, also among hubs that share a work folder. */
final class LookLock implements AutoCloseable {

    private final FileChannel channel;
    private final boolean held;

    private LookLock(FileChannel channel, boolean held) {
        this.channel = channel;
        this.held = held;
    }

    /** Does not wait. */
    static LookLock tryIn(Path file) {
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new LookLock(channel, isFree(channel));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot lock " + file, failure);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException sameProcess) {
            return false;
        }
    }

    boolean isHeld() {
        return held;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
