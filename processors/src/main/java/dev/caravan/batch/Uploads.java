package dev.caravan.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.caravan.access.Requester;
import dev.caravan.batch.Intake.Taken;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Origin;

/** Batch files that come as a request instead of through the inbox; everything else about them is the same. */
public final class Uploads {

    private static final String PREFIX = "upload-";

    private final Intake intake;
    private final Path place;

    public Uploads(Intake intake, IntakeFolders folders) {
        this.intake = intake;
        this.place = folders.scratch();
    }

    /**
     * Takes a file as {@link Intake#take(Path, Origin)} does, and puts it into the archive. A file that is no batch is not kept.
     *
     * @param name without {@code .csv}
     * @param by who posts it
     * @throws UnreadableBatchException if it cannot be read as a batch, or must be signed: signed files go through the
     *     inbox
     */
    public Taken take(String name, InputStream content, Requester by) {
        var fileName = name + ".csv";
        BatchName.of(fileName);
        if (intake.wantsSignatures()) {
            throw new UnreadableBatchException(
                    Shown.plain(fileName), "the file must be signed: drop it into the inbox with its signature");
        }
        try {
            var folder = Files.createTempDirectory(DurableFiles.ownerOnlyFolder(place), PREFIX);
            var file = folder.resolve(fileName);
            try {
                return take(file, content, by);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot store the upload in " + place, failure);
        }
    }

    private Taken take(Path file, InputStream content, Requester by) throws IOException {
        Files.copy(content, file);
        var taken = intake.take(file, new Origin.Request(by));
        intake.rest(taken);
        return taken;
    }
}
