package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.caravan.durable.DurableFiles;

/**
 * Keeps the key files that the rows of a batch ask for. Reads the rows once more for it, but only where the header says
 * that there may be such rows.
 */
final class KeyFileCollector implements KeyFiles {

    private final Path folder;
    private final ZipOutputStream zip;
    private final Set<String> asked = new HashSet<>();
    private final List<Path> found = new ArrayList<>();

    private KeyFileCollector(Path folder, ZipOutputStream zip) {
        this.folder = folder;
        this.zip = zip;
    }

    /**
     * Writes the files into a zip, durably; no zip where there are none.
     *
     * @return the files beside the input
     */
    static List<Path> collect(Path input, BatchFile batch, IntakeRules rules, Path target) {
        if (!batch.columns().contains(Header.KEY_MODE)) {
            return List.of();
        }
        var found = new ArrayList<Path>();
        DurableFiles.write(target, DurableFiles.OWNER_ONLY, out -> {
            var zip = new ZipOutputStream(out);
            var files = new KeyFileCollector(
                    Objects.requireNonNull(input.toAbsolutePath().getParent()), zip);
            try (var rows = batch.rowReader(new RowKeys(rules.keys(), files), rules.issuers())) {
                rows.forEachRemaining(row -> {});
            }
            zip.finish();
            found.addAll(files.found);
        });
        if (found.isEmpty()) {
            DurableFiles.delete(target);
        }
        return List.copyOf(found);
    }

    /** Keeps it; whether it is good is judged when the row is taken. */
    @Override
    public Optional<byte[]> find(String name) {
        var file = folder.resolve(name);
        if (asked.add(name) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                var bytes = content.readNBytes(MOST_BYTES);
                zip.putNextEntry(new ZipEntry(name));
                zip.write(bytes);
                zip.closeEntry();
                found.add(file);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot read " + file, failure);
            }
        }
        return Optional.empty();
    }
}
