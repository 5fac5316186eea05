package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

import dev.caravan.durable.DurableFiles;

/**
 * A copy of an input file that nobody else writes to; everything after intake reads only this.
 *
 * @param file the copy, readable by its owner only
 * @param name the batch's name: the input's file name without {@code .csv}
 * @param sha256 of the content, lower-case hexadecimal as {@code sha256sum} prints it
 */
public record Snapshot(Path file, String name, String sha256, long bytes) {

    private static final int BUFFER = 64 * 1024;
    private static final String PREFIX = "intake-";
    private static final String SUFFIX = ".snapshot";

    /**
     * Copies the input under a new name into the work folder, which is created when it is missing. The copy is durable
     * when this returns; the input stays where it is.
     *
     * @throws UnreadableBatchException if the input is not a regular file, or its name is not one of a batch
     * @throws FileStillGrowingException if somebody wrote to it meanwhile
     * @throws FileVanishedException if it is not there any more
     * @throws UncheckedIOException if it cannot be read, or the copy cannot be written
     */
    public static Snapshot take(Path input, Path workFolder) {
        return take(input, workFolder, () -> {});
    }

    /** @param copied runs when the copy is written and has not been compared with the input */
    static Snapshot take(Path input, Path workFolder, Runnable copied) {
        var name = BatchName.of(input.getFileName().toString());
        if (Files.notExists(input, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileVanishedException(input);
        }
        if (!Files.isRegularFile(input, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnreadableBatchException(Shown.plain(input.getFileName().toString()), whyNoFile(input));
        }
        try {
            DurableFiles.ownerOnlyFolder(workFolder);
            var copy = Files.createTempFile(workFolder, PREFIX, SUFFIX);
            return copy(input, name, copy, copied);
        } catch (NoSuchFileException gone) {
            throw Files.exists(input, LinkOption.NOFOLLOW_LINKS)
                    ? cannot(input, workFolder, gone)
                    : new FileVanishedException(input);
        } catch (IOException failure) {
            throw cannot(input, workFolder, failure);
        }
    }

    private static String whyNoFile(Path input) {
        var kind = Files.isSymbolicLink(input)
                ? "a link"
                : Files.isDirectory(input, LinkOption.NOFOLLOW_LINKS) ? "a folder" : "a pipe or a device";
        return "this is " + kind + ", not a file, and was not read: put the file itself into the inbox";
    }

    private static UncheckedIOException cannot(Path input, Path workFolder, IOException failure) {
        return new UncheckedIOException("cannot copy " + input + " to " + workFolder, failure);
    }

    /** The name that messages call it by. */
    String fileName() {
        return name + ".csv";
    }

    private static Snapshot copy(Path input, String name, Path copy, Runnable copied) throws IOException {
        boolean complete = false;
        try {
            var before = Seen.of(input);
            var sha256 = newDigest();
            long bytes = copy(input, copy, sha256);
            copied.run();
            requireUnchanged(input, before, bytes);
            DurableFiles.syncFolders(Set.of(copy.toAbsolutePath().getParent()));
            complete = true;
            return new Snapshot(copy, name, HexFormat.of().formatHex(sha256.digest()), bytes);
        } finally {
            if (!complete) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static long copy(Path input, Path copy, MessageDigest sha256) throws IOException {
        try (var in = FileChannel.open(input, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                var out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                sha256.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
            return out.size();
        }
    }

    private static void requireUnchanged(Path input, Seen before, long bytes) throws IOException {
        if (before.bytes() != bytes || !Seen.of(input).equals(before)) {
            throw new FileStillGrowingException(input.getFileName().toString());
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
