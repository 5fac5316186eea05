package dev.caravan.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.AuditLog.StoredCheckpoint;

/** Checkpoints outside the database: {@code 000000000017.txt} and its signature, {@code 000000000017.txt.sig}, DER. */
record CheckpointFiles(Path folder) {

    private static final Pattern NAME = Pattern.compile("([0-9]{12})\\.txt");

    /** The signature first: a text without one was cut off while it was written, and is written again. */
    void write(StoredCheckpoint checkpoint) {
        DurableFiles.folder(folder);
        DurableFiles.write(
                signature(checkpoint.number()),
                Base64.getDecoder().decode(checkpoint.signature()),
                DurableFiles.READABLE);
        DurableFiles.write(
                text(checkpoint.number()),
                checkpoint.content().getBytes(StandardCharsets.UTF_8),
                DurableFiles.READABLE);
    }

    /** Which there are, in no order. */
    long[] numbers() {
        if (!Files.isDirectory(folder)) {
            return new long[0];
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .toArray();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the checkpoints in " + folder, failure);
        }
    }

    /** The one with this number. */
    Optional<StoredCheckpoint> find(long number) {
        try {
            return Files.exists(text(number)) ? Optional.of(read(number)) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + text(number), failure);
        }
    }

    private StoredCheckpoint read(long number) throws IOException {
        var signature = signature(number);
        var bytes = Files.exists(signature) ? Files.readAllBytes(signature) : new byte[0];
        return new StoredCheckpoint(
                number, Files.readString(text(number)), Base64.getEncoder().encodeToString(bytes));
    }

    private Path text(long number) {
        return folder.resolve(String.format("%012d.txt", number));
    }

    private Path signature(long number) {
        return folder.resolve(String.format("%012d.txt.sig", number));
    }
}
