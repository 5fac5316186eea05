package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Foresight;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.RefusedRow;

/**
 * Says what a batch file would do, and does none of it: a file named {@code x.dryrun.csv} is read into a ledger of its own
 * that is thrown away, so that boards named twice are found in a file of any length in constant memory. DPS is not asked.
 */
public final class DryRun {

    static final String SUFFIX = ".dryrun";

    private final Foresight foresight;
    private final Path scratch;
    private final Path outbox;
    private final int chunkRows;

    /** @param ledger only read */
    public DryRun(LedgerDatabase ledger, IntakeFolders folders, Path outbox, int chunkRows) {
        this.foresight = new Foresight(ledger);
        this.scratch = folders.scratch();
        this.outbox = outbox;
        this.chunkRows = chunkRows;
    }

    /**
     * What would happen.
     *
     * @param batch as the batch would be named
     * @param known whether the same name and content is there already, so that nothing would change
     * @param report the file that has one line a row
     */
    public record Forecast(
            String batch, boolean known, long rows, long wouldEnroll, long rejected, long duplicate, Path report) {

        String message(String fileName) {
            return fileName + ": dry run, nothing was changed: "
                    + (known
                            ? "the same name and content was taken before as batch '" + batch + "'"
                            : "it would be batch '" + batch + "', " + wouldEnroll + " of " + rows
                                    + " rows would be enrolled, " + (rejected + duplicate) + " rejected")
                    + "; see " + report;
        }
    }

    static boolean isMeant(String batchName) {
        return batchName.toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    }

    boolean knows(String batchName, String sha256) {
        return foresight.batch(batchName, sha256).known();
    }

    /** Writes {@code outbox/<name>.dryrun/}; an earlier dry run of this name is replaced. */
    Forecast run(BatchFile file, RowKeys keys, FileIssuers issuers) {
        var folder = outbox.resolve(file.snapshot().name());
        var name = folder.getFileName()
                .toString()
                .substring(0, file.snapshot().name().length() - SUFFIX.length());
        if (name.isBlank()) {
            throw new UnreadableBatchException(
                    file.snapshot().fileName(), "the name before .dryrun.csv must not be empty");
        }
        var wouldBe = foresight.batch(name, file.snapshot().sha256());
        var place = DurableFiles.ownerOnlyFolder(scratch).resolve(UUID.randomUUID() + SUFFIX);
        try (var database = LedgerDatabase.open(place)) {
            var batches = new Batches(database);
            batches.register(
                    wouldBe.batch(), file.snapshot().fileName(), file.snapshot().sha256(), file.rows());
            readInto(batches, wouldBe.batch(), file.rowReader(keys, issuers));
            return DryRunReport.write(folder, file, wouldBe, batches);
        } finally {
            delete(place);
        }
    }

    private void readInto(Batches batches, String batch, RowReader opened) {
        try (var rows = opened) {
            for (var number = 0; rows.hasNext(); number++) {
                var chunk = ChunkOfRows.next(rows, chunkRows);
                var refused = foresight.refused(batch, chunk.good());
                var lines = refused.stream().map(RefusedRow::line).collect(Collectors.toSet());
                chunk.good().removeIf(board -> lines.contains(board.line()));
                chunk.bad().addAll(refused);
                batches.accept(batch, number, chunk.good(), chunk.bad());
            }
        }
    }

    private static void delete(Path database) {
        try {
            for (var suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + database, failure);
        }
    }
}
