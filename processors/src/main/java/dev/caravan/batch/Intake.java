package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

    /** Some programs create a file first and write to it later. */
    private static final Duration EMPTY_FOR = Duration.ofSeconds(10);

    private final Batches batches;
    private final Path snapshots;
    private final RestingPlaces places;
    private final int chunkRows;
    private final Clock clock;

    /** @param chunkRows rows that go through the stages together */
    public Intake(Batches batches, Path work, Path archive, Path quarantine, int chunkRows, Clock clock) {
        this.batches = batches;
        this.snapshots = work.resolve("snapshots");
        this.places = new RestingPlaces(archive, quarantine, clock);
        this.chunkRows = chunkRows;
        this.clock = clock;
    }

    /**
     * A file that was taken.
     *
     * @param input the file that was taken, and what it was then
     * @param batch id in the ledger
     * @param toBeRead whether its rows are still to be read
     * @param restingPlace where the input file goes now
     * @param message what the operator reads
     */
    public record Taken(Path input, Seen seen, String batch, boolean toBeRead, Path restingPlace, String message) {}

    /**
     * Snapshots the file, judges it as a whole, and registers it as a batch. Accepts no row yet; leaves the input where
     * it is.
     *
     * @throws UnreadableBatchException if it cannot be read as a batch
     * @throws FileStillGrowingException if it is not complete yet
     */
    public Taken take(Path input) {
        var seen = look(input);
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
            return registration.known() && !toBeRead ? known(batch, input, seen) : fresh(batch, input, seen);
        } finally {
            DurableFiles.delete(snapshot.file());
        }
    }

    private Seen look(Path input) {
        try {
            var seen = Seen.of(input);
            var age = Duration.between(seen.changed().toInstant(), clock.instant())
                    .abs();
            if (seen.bytes() == 0 && age.compareTo(EMPTY_FOR) < 0 && Files.isRegularFile(input)) {
                throw new FileStillGrowingException(input.getFileName().toString());
            }
            return seen;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + input, failure);
        }
    }

    private Taken fresh(Batch batch, Path input, Seen seen) {
        var message = "batch '" + batch.id() + "': " + batch.rows() + " rows taken from " + input.getFileName();
        return new Taken(input, seen, batch.id(), true, places.ofTaken(batch.id()), message);
    }

    private Taken known(Batch batch, Path input, Seen seen) {
        var message = input.getFileName() + ": nothing was changed, the same name and content was taken before, at "
                + batch.createdAt() + ", as batch '" + batch.id() + "', which is " + batch.state();
        return new Taken(input, seen, batch.id(), false, places.ofKnown(batch.id(), message), message);
    }

    /** Moves the input to where it rests. A file that took its name since stays in the inbox, to be taken next. */
    public void rest(Taken taken) {
        places.rest(taken.input(), taken.seen(), taken.restingPlace());
    }

    /**
     * Writes down why the file is no batch, and moves it out of the way.
     *
     * @return where the file is now
     */
    public Path quarantine(Path input, Exception reason) {
        return places.quarantine(input, String.valueOf(reason.getMessage()));
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

    /**
     * Deletes copies that a kill has left behind: half-made ones, and those of batches that are read. To be called before
     * anything is taken or read.
     */
    public void clearLeftOvers() {
        try (var files = Files.list(DurableFiles.ownerOnlyFolder(snapshots))) {
            files.filter(this::isLeftOver).forEach(DurableFiles::delete);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look into " + snapshots, failure);
        }
    }

    private boolean isLeftOver(Path file) {
        var name = file.getFileName().toString();
        return Snapshot.isHalfMade(name)
                || name.endsWith(".csv") && batches.isRead(name.substring(0, name.length() - ".csv".length()));
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
}
