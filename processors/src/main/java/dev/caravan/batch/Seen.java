package dev.caravan.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

import org.jspecify.annotations.Nullable;

/**
 * What an input file was when it was looked at. A file that has changed since, or another one under its name, is not equal.
 *
 * @param inode null where the file system has none
 */
record Seen(@Nullable Object inode, FileTime changed, long bytes) {

    static Seen of(Path input) throws IOException {
        var now = Files.readAttributes(input, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Seen(now.fileKey(), now.lastModifiedTime(), now.size());
    }

    /** Also after a move to another file system. */
    boolean hasContentOf(Seen other) {
        return bytes == other.bytes && changed.toMillis() == other.changed.toMillis();
    }
}
