package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.RefusedRow;

/**
 * Brings a batch file into the ledger: {@link #take} snapshots, judges and registers it, {@link #read} reads its rows.
 * Both may be repeated after a crash at any point, with the same end.
 */
public final class Intake {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private final Batches batches;
    private final Path snapshots;
    private final Path archive;
    private final Path quarantine;
    private final int chunkRows;
    private final Clock clock;

    /** @param chunkRows rows that go through the stages together */
    public Intake(Batches batches, Path work, Path archive, Path quarantine, int chunkRows, Clock clock) {
        this.batches = batches;
        this.snapshots = work.resolve("snapshots");
        this.archive = archive.toAbsolutePath();
        this.quarantine = quarantine.toAbsolutePath();
        this.chunkRows = chunkRows;
        this.clock = clock;
    }

    /**
     * A file that was taken.
     *
     * @param batch id in the ledger
     * @param toBeRead whether its rows are still to be read
     * @param restingPlace where the input file goes now
     * @param message what the operator reads
     */
    public record Taken(String batch, boolean toBeRead, Path restingPlace, String message) {}

    /**
     * Snapshots the file, judges it as a whole, and registers it as a batch. Accepts no row yet; leaves the input where
     * it is.
     *
     * @throws UnreadableBatchException if it cannot be read as a batch
     * @throws FileStillGrowingException if it is not complete yet
     */
    public Taken take(Path input) {
        var snapshot = Snapshot.take(input, snapshots);
        try {
            var file = BatchFile.judge(snapshot);
            var registration =
                    batches.register(snapshot.name(), input.getFileName().toString(), snapshot.sha256(), file.rows());
            var batch = registration.batch();
            var toBeRead = batch.state() == Batch.State.READING;
            if (toBeRead) {
                DurableFiles.move(snapshot.file(), snapshotOf(batch.id()));
            }
            return registration.known() && !toBeRead ? known(batch, input) : fresh(batch, input);
        } finally {
            DurableFiles.delete(snapshot.file());
        }
    }

    private Taken fresh(Batch batch, Path input) {
        return new Taken(
                batch.id(),
                true,
                archive.resolve(batch.id() + ".csv"),
                "batch '" + batch.id() + "': " + batch.rows() + " rows taken from " + input.getFileName());
    }

    private Taken known(Batch batch, Path input) {
        var message = input.getFileName() + ": nothing was changed, the same name and content was taken before, at "
                + batch.createdAt() + ", as batch '" + batch.id() + "', which is " + batch.state();
        var restingPlace = archive.resolve(batch.id() + "." + stamp() + ".again.csv");
        DurableFiles.folder(archive);
        write(restingPlace.resolveSibling(restingPlace.getFileName() + ".note.txt"), message);
        return new Taken(batch.id(), false, restingPlace, message);
    }

    /**
     * Writes down why the file is no batch.
     *
     * @return where the file goes now
     */
    public Path quarantine(Path input, Exception reason) {
        DurableFiles.folder(quarantine);
        var restingPlace = quarantine.resolve(stamp() + "." + input.getFileName());
        write(
                restingPlace.resolveSibling(restingPlace.getFileName() + ".reason.txt"),
                String.valueOf(reason.getMessage()));
        return restingPlace;
    }

    /**
     * Reads the rows of a registered batch into the ledger, a chunk at a time. Does nothing when they are read already.
     *
     * @param accepted told of each chunk that holds a board, as soon as it is committed
     */
    public void read(String batchId, Consumer<ChunkRef> accepted) {
        var batch = batches.find(batchId).orElseThrow();
        if (batch.state() != Batch.State.READING) {
            return;
        }
        var file = BatchFile.judge(snapshot(batch));
        try (var rows = file.rowReader()) {
            for (var chunk = 0; rows.hasNext(); chunk++) {
                accept(batchId, chunk, rows).ifPresent(accepted);
            }
        }
        batches.rowsRead(batchId);
        DurableFiles.delete(snapshotOf(batchId));
    }

    private Optional<ChunkRef> accept(String batch, int chunk, RowReader rows) {
        var good = new ArrayList<NewBoard>();
        List<RefusedRow> bad = new ArrayList<>();
        for (var row = 0; row < chunkRows && rows.hasNext(); row++) {
            var next = rows.next();
            if (next instanceof Row.Good board) {
                good.add(new NewBoard(
                        board.line(),
                        board.guid(),
                        board.consignee(),
                        board.order(),
                        board.hardwareRevision(),
                        board.attributes()));
            } else if (next instanceof Row.Bad refused) {
                bad.add(new RefusedRow(refused.line(), refused.value(), RefusedRow.Outcome.REJECTED, refused.reason()));
            }
        }
        return batches.accept(batch, chunk, good, bad);
    }

    private Snapshot snapshot(Batch batch) {
        var file = snapshotOf(batch.id());
        try {
            return new Snapshot(file, batch.id(), batch.sha256(), Files.size(file));
        } catch (IOException missing) {
            throw new UncheckedIOException("the snapshot " + file + " cannot be read; drop the file again", missing);
        }
    }

    private Path snapshotOf(String batch) {
        return snapshots.resolve(batch + ".csv");
    }

    private String stamp() {
        return STAMP.format(clock.instant().atZone(ZoneId.systemDefault()));
    }

    private static void write(Path file, String text) {
        DurableFiles.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8), DurableFiles.READABLE);
    }
}
