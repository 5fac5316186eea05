package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/**
 * Files with one board's request or certificate each, named by its GUID, that lay beside a batch file: as they were when it was taken, in
 * one zip beside its snapshot.
 */
sealed interface KeyFiles extends AutoCloseable
        permits KeyFiles.None, KeyFiles.Unsigned, KeyFiles.Kept, KeyFileCollector {

    /** How the name of a file with a certificate request ends. */
    List<String> REQUEST = List.of(".csr");

    /** How that of a file with a certificate may end. */
    List<String> CERTIFICATE = List.of(".pem", ".cer", ".crt");

    /** More is never read of one; who judges it says that it is too large. */
    int MOST_BYTES = 64 * 1024;

    Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(csr|pem|cer|crt)");

    Optional<byte[]> find(String name);

    @Override
    default void close() {}

    /** @param zip need not be there */
    static KeyFiles in(Path zip) {
        try {
            return Files.exists(zip) ? new Kept(new ZipFile(zip.toFile())) : new None();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + zip, failure);
        }
    }

    /**
     * Where the board's request or certificate must be, when there is no such file.
     *
     * @param column of the batch file
     */
    default String place(String column, String name) {
        return "in column '" + column + "', or in a file '" + name
                + "' that lies beside the batch file before that is taken, but is in neither";
    }

    /** Whoever can drop a file could give a board a key of his own: the signature of the batch says nothing of other files. */
    record Unsigned() implements KeyFiles {
        @Override
        public Optional<byte[]> find(String name) {
            return Optional.empty();
        }

        @Override
        public String place(String column, String name) {
            return "in column '" + column + "', which the signature of the batch file covers, but is not: a file '"
                    + name + "' does not count where files must be signed (caravan.intake.trusted-signers)";
        }
    }

    /** No files. */
    record None() implements KeyFiles {
        @Override
        public Optional<byte[]> find(String name) {
            return Optional.empty();
        }
    }

    /** What was kept. */
    record Kept(ZipFile zip) implements KeyFiles {

        @Override
        public Optional<byte[]> find(String name) {
            @Nullable ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return Optional.empty();
            }
            try (var content = zip.getInputStream(entry)) {
                return Optional.of(content.readNBytes(MOST_BYTES));
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot read " + name + " in " + zip.getName(), failure);
            }
        }

        @Override
        public void close() {
            try {
                zip.close();
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot close " + zip.getName(), failure);
            }
        }
    }
}
