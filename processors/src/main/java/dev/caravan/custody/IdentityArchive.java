package dev.caravan.custody;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The sealed identities, and certificates of boards with keys of their own, that lie in a batch's outbox, as one zip that is made while it is read: no more than one of them
 * is in memory, and no file is written. Identities in the clear are never in it. Used by one thread; to be closed.
 */
public final class IdentityArchive extends InputStream {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.pem");
    private static final byte[] SEALED = "-----BEGIN CMS-----".getBytes(StandardCharsets.US_ASCII);

    /** What begins so is of a board that has its key already, and holds certificates only. */
    private static final byte[] PUBLIC = "-----BEGIN CERTIFICATE-----".getBytes(StandardCharsets.US_ASCII);

    private final Stream<Path> listing;
    private final Iterator<Path> files;
    private final ByteArrayOutputStream made = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(made);
    private byte[] ready = {};
    private int next;
    private boolean complete;

    private IdentityArchive(Stream<Path> listing) {
        this.listing = listing;
        this.files = listing.iterator();
    }

    /** @return empty if no sealed identity lies there */
    public static Optional<IdentityArchive> of(Path outbox, BatchBox batch) {
        var folder = outbox.resolve(batch.name());
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            var archive = new IdentityArchive(identities(folder));
            if (archive.addNext()) {
                return Optional.of(archive);
            }
            archive.close();
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + folder, failure);
        }
    }

    /** By their names only: unlike a walk, this does not mind files that the station takes meanwhile. */
    private static Stream<Path> identities(Path folder) {
        return Stream.concat(
                        list(folder), list(folder).filter(Files::isDirectory).flatMap(IdentityArchive::list))
                .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches());
    }

    private static Stream<Path> list(Path folder) {
        try {
            return Files.list(folder);
        } catch (NoSuchFileException gone) {
            return Stream.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }

    /** @return whether there was one more */
    private boolean addNext() throws IOException {
        while (files.hasNext()) {
            var file = files.next();
            var content = sealed(file);
            if (content != null) {
                zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
                zip.write(content);
                zip.closeEntry();
                return true;
            }
        }
        return false;
    }

    /** Null for one that the station has taken meanwhile, too. */
    private static byte @Nullable [] sealed(Path file) throws IOException {
        try {
            var content = Files.readAllBytes(file);
            return begins(content, SEALED) || begins(content, PUBLIC) ? content : null;
        } catch (NoSuchFileException taken) {
            return null;
        }
    }

    private static boolean begins(byte[] content, byte[] text) {
        return Arrays.mismatch(text, content) == text.length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (next == ready.length) {
            if (!makeMore()) {
                return -1;
            }
        }
        var given = Math.min(length, ready.length - next);
        System.arraycopy(ready, next, target, offset, given);
        next += given;
        return given;
    }

    private boolean makeMore() throws IOException {
        if (made.size() == 0 && !complete && !addNext()) {
            zip.close();
            complete = true;
        }
        ready = made.toByteArray();
        made.reset();
        next = 0;
        return ready.length > 0;
    }

    @Override
    public void close() {
        listing.close();
    }
}
