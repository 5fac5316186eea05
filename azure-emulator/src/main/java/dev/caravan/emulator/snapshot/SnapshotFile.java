package dev.caravan.emulator.snapshot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where a snapshot outlives the process. Only the owner may read it: it holds keys. */
public final class SnapshotFile {

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Snapshot snapshot;

    /** The file need not be there yet; its folder must. */
    public SnapshotFile(Path file, Snapshot snapshot) {
        this.file = file.toAbsolutePath();
        this.snapshot = snapshot;
    }

    /** Its absolute path. */
    public Path path() {
        return file;
    }

    /**
     * Restores what the file holds, if it is there.
     *
     * @throws IllegalStateException when it cannot be read or used, or could not be written at the end for want of its
     *     folder; the message names the file, and the line
     */
    public void restore() {
        var folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalStateException("snapshot " + file + " needs a folder that is there");
        }
        if (!Files.exists(file)) {
            return;
        }
        try (var in = Files.newInputStream(file)) {
            snapshot.restore(in);
        } catch (IOException | IllegalArgumentException bad) {
            throw new IllegalStateException("snapshot " + file + " cannot be restored: " + bad.getMessage(), bad);
        }
    }

    /** The file is the old one or the new one, whatever happens meanwhile; answers its new size. */
    public long write() throws IOException {
        var folder = file.getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        // A temporary file is made for the owner alone.
        var next = Files.createTempFile(folder, ".snapshot", ".tmp");
        try {
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE);
                    var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
                snapshot.write(out);
                out.flush();
                channel.force(true);
            }
            var size = Files.size(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return size;
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
