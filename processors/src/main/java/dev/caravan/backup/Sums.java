package dev.caravan.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import dev.caravan.durable.DurableFiles;

/** The files of a backup and their SHA-256, in the form that {@code sha256sum -c} reads. */
final class Sums {

    static final String FILE = "SHA256SUMS";

    private static final int HEX = 64;
    private static final String GAP = "  ";

    private final Map<String, String> sums = new TreeMap<>();

    /** Copies the stream to a file that only its owner can read, and notes its sum. @return its size */
    long copy(InputStream in, Path root, String name) {
        var size = new long[1];
        var sha256 = sha256();
        DurableFiles.write(
                root.resolve(name),
                DurableFiles.OWNER_ONLY,
                out -> size[0] = in.transferTo(new DigestOutputStream(out, sha256)));
        sums.put(name, HexFormat.of().formatHex(sha256.digest()));
        return size[0];
    }

    /** Notes the sum of a file that is there already. @return its size */
    long add(Path root, String name) {
        sums.put(name, sumOf(root.resolve(name)));
        return size(root.resolve(name));
    }

    void write(Path root) {
        var text = new StringBuilder();
        sums.forEach((name, sum) -> text.append(sum).append(GAP).append(name).append('\n'));
        DurableFiles.write(
                root.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
    }

    /**
     * Reads the list and compares every file with it.
     *
     * @throws IllegalArgumentException naming what is missing or not as it was
     */
    static Sums verified(Path root) {
        var sums = new Sums();
        lines(root).forEach(line -> {
            if (line.length() <= HEX + GAP.length()) {
                throw new IllegalArgumentException(root.resolve(FILE) + " is damaged: '" + line + "' is no line of it");
            }
            var name = line.substring(HEX + GAP.length());
            requireInside(root, name);
            var now = Files.isRegularFile(root.resolve(name)) ? sumOf(root.resolve(name)) : "";
            if (!line.startsWith(now) || now.isEmpty()) {
                throw new IllegalArgumentException("the backup " + root + " is damaged: " + name
                        + (now.isEmpty() ? " is missing" : " is not what was written") + "; nothing was restored");
            }
            sums.sums.put(name, now);
        });
        return sums;
    }

    Iterable<String> names() {
        return sums.keySet();
    }

    int files() {
        return sums.size();
    }

    private static void requireInside(Path root, String name) {
        var place = root.resolve(name).normalize();
        if (!place.startsWith(root.resolve(Backup.DATA)) && !place.startsWith(root.resolve(Backup.WORK))) {
            throw new IllegalArgumentException(root.resolve(FILE) + " names a file outside the backup: " + name);
        }
    }

    private static Iterable<String> lines(Path root) {
        try {
            return Files.readAllLines(root.resolve(FILE));
        } catch (IOException missing) {
            throw new IllegalArgumentException(
                    root + " is no whole backup: " + root.resolve(FILE) + " cannot be read", missing);
        }
    }

    static String sumOf(Path file) {
        var sha256 = sha256();
        try (var in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
