package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import dev.caravan.batch.DryRun.Forecast;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Origin;

/**
 * Brings a batch file into the ledger: {@link #take} snapshots, judges and registers it, {@link #read} reads its rows.
 * Both may be repeated after a crash at any point, with the same end.
 */
public final class Intake {

    private static final String SNAPSHOT = ".csv";
    private static final String KEYS = ".keys";

    private final Batches batches;
    private final IntakeRules rules;
    private final DryRun dryRun;
    private final Path snapshots;
    private final Path scratch;
    private final RestingPlaces places;
    private final int chunkRows;

    /** @param chunkRows rows that go through the stages together */
    public Intake(
            Batches batches, IntakeRules rules, DryRun dryRun, IntakeFolders folders, int chunkRows, Clock clock) {
        this.batches = batches;
        this.rules = rules;
        this.dryRun = dryRun;
        this.snapshots = folders.snapshots();
        this.scratch = folders.scratch();
        this.places = new RestingPlaces(folders.archive(), folders.quarantine(), clock);
        this.chunkRows = chunkRows;
    }

    /**
     * A file that was taken.
     *
     * @param input the file that was taken, and what it was then
     * @param batch id in the ledger
     * @param toBeRead whether its rows are still to be read
     * @param restingPlace where the input file goes now
     * @param message what the operator reads
     * @param forecast what would happen, if this was a dry run; nothing has happened then
     * @param keyFiles what lay beside it and belongs to it
     */
    public record Taken(
            Path input,
            Seen seen,
            String batch,
            boolean toBeRead,
            Path restingPlace,
            String message,
            @Nullable Forecast forecast,
            List<Path> keyFiles) {

        /** Where it ends, for whoever has the file to itself. */
        public Ending ending() {
            return new Ending(restingPlace, false, note());
        }

        private @Nullable String note() {
            return toBeRead || forecast != null ? null : message;
        }
    }

    public boolean wantsSignatures() {
        return rules.signatures().required();
    }

    /**
     * To be asked before a file is fetched.
     *
     * @throws UnreadableBatchException if a file of this name is no batch, whatever is in it
     */
    public static void requireName(String fileName) {
        BatchName.of(fileName);
    }

    /** The name, or its end if it is too long, without what does something to a path or a terminal. */
    public static String plainName(String fileName) {
        return RestingPlaces.shortened(fileName);
    }

    /** Whether a batch file of this name is only looked at: then somebody waits for what is said of it. */
    public static boolean isDryRun(String fileName) {
        return DryRun.isMeant(BatchName.of(fileName));
    }

    /** The name as messages show it, on one line. */
    public static String shownName(String fileName) {
        return Shown.plain(fileName);
    }

    /** Whether a batch file of this name and content was taken before. */
    public boolean knows(String fileName, String sha256) {
        var name = BatchName.of(fileName);
        return !DryRun.isMeant(name) && dryRun.knows(name, sha256);
    }

    /**
     * As {@link #take(Path, Origin)}, for a file in a folder that people drop files into.
     *
     * @throws UnreadableBatchException if it cannot be read as a batch
     * @throws FileStillGrowingException if it changes meanwhile
     * @throws FileVanishedException if it is not there any more
     */
    public Taken take(Path input) {
        return take(
                input,
                new Origin.Folder(
                        String.valueOf(input.toAbsolutePath().normalize().getParent()),
                        rules.issuers().of(input).orElse(null)));
    }

    /**
     * Snapshots the file, judges it as a whole, and registers it as a batch. Accepts no row yet; leaves the input where
     * it is. A file named {@code x.dryrun.csv} is only looked at.
     *
     * @throws UnreadableBatchException if it cannot be read as a batch
     * @throws FileStillGrowingException if it changes meanwhile
     * @throws FileVanishedException if it is not there any more
     */
    public Taken take(Path input, Origin origin) {
        return take(input, origin, false);
    }

    /**
     * As {@link #take(Path, Origin)}, for a file that nobody has taken before, and that this hub may have begun to take when it was
     * killed: if it is a batch by now, that is no news.
     */
    public Taken takeOnceMore(Path input, Origin origin) {
        return take(input, origin, true);
    }

    private Taken take(Path input, Origin origin, boolean onceMore) {
        var seen = look(input);
        var snapshot = Snapshot.take(input, scratch);
        var keys = snapshot.file().resolveSibling(snapshot.file().getFileName() + KEYS);
        try {
            rules.signatures().require(input, snapshot);
            var file = BatchFile.judge(snapshot);
            var beside = wantsSignatures() ? List.<Path>of() : KeyFileCollector.collect(input, file, rules, keys);
            if (DryRun.isMeant(snapshot.name())) {
                return foreseen(forecast(file, keys), snapshot, input, seen);
            }
            var registration = batches.register(
                    snapshot.name(),
                    input.getFileName().toString(),
                    snapshot.sha256(),
                    file.rows(),
                    origin,
                    toRead -> keep(snapshot, keys, toRead));
            var batch = registration.batch();
            var toBeRead = batch.state() == Batch.State.READING;
            return toBeRead || onceMore || !registration.known()
                    ? fresh(batch, input, seen, beside)
                    : known(batch, input, seen, beside);
        } finally {
            DurableFiles.delete(snapshot.file());
            DurableFiles.delete(keys);
        }
    }

    private Forecast forecast(BatchFile file, Path keys) {
        try (var files = keyFiles(keys)) {
            return dryRun.run(file, new RowKeys(rules.keys(), files), rules.issuers());
        }
    }

    private KeyFiles keyFiles(Path zip) {
        return wantsSignatures() ? new KeyFiles.Unsigned() : KeyFiles.in(zip);
    }

    /**
     * Before the registration is committed: so whoever finds a batch that is to be read finds its snapshot. A file that is
     * taken once more may come without the key files that came with it first.
     */
    private void keep(Snapshot snapshot, Path keys, Batch batch) {
        if (Files.exists(keys)) {
            DurableFiles.move(keys, keysOf(batch.id()));
        }
        DurableFiles.move(snapshot.file(), snapshotOf(batch.id()));
    }

    private static Seen look(Path input) {
        try {
            return Seen.of(input);
        } catch (NoSuchFileException taken) {
            throw new FileVanishedException(input);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + input, failure);
        }
    }

    private Taken fresh(Batch batch, Path input, Seen seen, List<Path> beside) {
        var message = "batch '" + batch.id() + "': " + batch.rows() + " rows taken from " + input.getFileName();
        return new Taken(input, seen, batch.id(), true, places.ofTaken(batch.id()), message, null, beside);
    }

    private Taken known(Batch batch, Path input, Seen seen, List<Path> beside) {
        var message = input.getFileName() + ": nothing was changed, the same name and content was taken before, at "
                + batch.createdAt() + ", as batch '" + batch.id() + "', which is " + batch.state();
        return new Taken(input, seen, batch.id(), false, places.ofKnown(batch.id()), message, null, beside);
    }

    /** The boards' files stay for the batch that may follow. */
    private Taken foreseen(Forecast forecast, Snapshot snapshot, Path input, Seen seen) {
        var message = forecast.message(input.getFileName().toString());
        return new Taken(
                input, seen, forecast.batch(), false, places.ofDryRun(snapshot.name()), message, forecast, List.of());
    }

    /**
     * Moves the input, and its signature, to where it rests. A file that took its name since stays in the inbox, to be
     * taken next.
     */
    public void rest(Taken taken) {
        if (places.rest(taken.input(), taken.seen(), taken.restingPlace(), taken.note())) {
            places.restKeyFiles(taken.keyFiles(), taken.restingPlace());
        }
    }

    /**
     * Writes down why the file is no batch, and moves it out of the way.
     *
     * @return where the file is now
     */
    public Path quarantine(Path input, Exception reason) {
        return places.quarantine(input, String.valueOf(reason.getMessage()));
    }

    /** The ending of a file that is no batch; nothing is moved yet. */
    public Ending refusal(Path input, UnreadableBatchException reason) {
        return new Ending(places.ofRefused(input.getFileName().toString()), true, reason.getMessage());
    }

    /** Puts a file that nobody else writes to, and its signature, where it rests. May be repeated. */
    public void carryOut(Path input, Ending ending) {
        places.carryOut(input, ending);
    }

    /**
     * Reads the rows of a registered batch into the ledger, a chunk at a time. Does nothing when they are read already.
     *
     * @param accepted told of each chunk that holds a board, as soon as it is committed
     */
    public void read(String batchId, Consumer<ChunkRef> accepted) {
        read(batchId, () -> {}, accepted);
    }

    /** @param before runs before each chunk, and at the end, and may throw */
    void read(String batchId, Runnable before, Consumer<ChunkRef> accepted) {
        var batch = batches.find(batchId).orElseThrow();
        if (batch.state() != Batch.State.READING) {
            return;
        }
        var file = BatchFile.judge(snapshot(batch));
        try (var keys = keyFiles(keysOf(batchId));
                var rows = file.rowReader(new RowKeys(rules.keys(), keys), rules.issuers())) {
            for (var chunk = 0; rows.hasNext(); chunk++) {
                before.run();
                accept(batchId, chunk, rows).ifPresent(accepted);
            }
        }
        before.run();
        batches.rowsRead(batchId);
        DurableFiles.delete(snapshotOf(batchId));
        DurableFiles.delete(keysOf(batchId));
    }

    private Optional<ChunkRef> accept(String batch, int chunk, RowReader rows) {
        var next = ChunkOfRows.next(rows, chunkRows);
        return batches.accept(batch, chunk, next.good(), next.bad());
    }

    /**
     * Deletes what a kill of this hub has left behind: half-made copies, and snapshots of batches that are read. Nothing that
     * another hub is making. To be called before anything is taken or read.
     */
    public void clearLeftOvers() {
        try (var files = Files.list(DurableFiles.ownerOnlyFolder(snapshots))) {
            FileSystemUtils.deleteRecursively(scratch);
            for (var file : files.filter(this::isLeftOver).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot clear " + snapshots, failure);
        }
    }

    private boolean isLeftOver(Path file) {
        var name = file.getFileName().toString();
        var end = name.lastIndexOf('.');
        return (name.endsWith(SNAPSHOT) || name.endsWith(KEYS)) && batches.isRead(name.substring(0, end));
    }

    private Snapshot snapshot(Batch batch) {
        var file = snapshotOf(batch.id());
        try {
            return new Snapshot(file, batch.id(), batch.sha256(), Files.size(file));
        } catch (NoSuchFileException gone) {
            throw new SnapshotLostException(file, batch.file());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the snapshot " + file, failure);
        }
    }

    private Path snapshotOf(String batch) {
        return snapshots.resolve(batch + SNAPSHOT);
    }

    private Path keysOf(String batch) {
        return snapshots.resolve(batch + KEYS);
    }
}
