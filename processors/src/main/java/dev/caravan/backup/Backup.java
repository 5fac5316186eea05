package dev.caravan.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.LedgerCopy;

/**
 * Copies ledger, certificate authority, API key, snapshots and identities that are not handed over yet into a folder that
 * only its owner can read. The queues are left out: they only point into the ledger.
 *
 * <p>The ledger is copied first. An identity that it names is then in the work folder still, or was handed over since; in
 * the other order it could be in neither copy.
 */
public final class Backup {

    static final String DATA = "data";
    static final String WORK = "work";

    private static final String LEDGER = "ledger.db";
    private static final String UNFINISHED = LEDGER + ".unfinished";
    private static final Set<String> OF_THE_RUNNING_HUB =
            Set.of("broker", "hub.lock", "hub-url", LEDGER, LEDGER + "-wal", LEDGER + "-shm", LEDGER + "-journal");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path data;
    private final Path work;
    private final boolean ledgerInData;

    /**
     * @param data the hub's data folder
     * @param work its work folder
     * @param ledgerInData whether the ledger is a file in the data folder; otherwise it is backed up by other means
     */
    public Backup(Path data, Path work, boolean ledgerInData) {
        this.data = data.toAbsolutePath();
        this.work = work.toAbsolutePath();
        this.ledgerInData = ledgerInData;
    }

    /** What was copied. */
    public record Result(Path folder, int files, long bytes) {}

    /**
     * Takes a backup beside a hub that may be working, reads its ledger once to see that it is sound, and names it {@code
     * caravan-<time in UTC>}. Until it is whole it is named {@code .part}.
     *
     * @param place the folder in which backups are kept; created when it is missing
     * @throws IllegalArgumentException if there is no ledger, or a backup of this second
     */
    public Result take(Path place, Instant now) {
        if (ledgerInData && !Files.isRegularFile(data.resolve(LEDGER))) {
            throw new IllegalArgumentException("there is no ledger " + data.resolve(LEDGER)
                    + ": no hub has ever run with this data folder (caravan.folders.data)");
        }
        var target = DurableFiles.ownerOnlyFolder(place).resolve("caravan-" + STAMP.format(now));
        var part = target.resolveSibling(target.getFileName() + ".part");
        if (Files.exists(target) || Files.exists(part)) {
            throw new IllegalArgumentException("there is a backup " + target + " already; nothing was done");
        }
        var sums = new Sums();
        var bytes = copyLedger(part, sums) + copyTree(data, part, DATA, sums) + copyTree(work, part, WORK, sums);
        sums.write(part);
        DurableFiles.move(part, target);
        return new Result(target, sums.files(), bytes);
    }

    private long copyLedger(Path part, Sums sums) {
        DurableFiles.ownerOnlyFolder(part);
        DurableFiles.ownerOnlyFolder(part.resolve(WORK));
        var copy = DurableFiles.ownerOnlyFolder(part.resolve(DATA)).resolve(LEDGER);
        if (!ledgerInData) {
            return 0;
        }
        LedgerCopy.copy(data.resolve(LEDGER), copy);
        LedgerCopy.check(copy);
        force(copy);
        return sums.add(part, DATA + "/" + LEDGER);
    }

    private static void force(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Files.setPosixFilePermissions(file, DurableFiles.OWNER_ONLY);
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + file, failure);
        }
    }

    private static long copyTree(Path from, Path root, String name, Sums sums) {
        var bytes = 0L;
        for (var entry : entries(from)) {
            var file = entry.getFileName().toString();
            var child = name + "/" + file;
            if (OF_THE_RUNNING_HUB.contains(file) || file.endsWith(".part")) {
                continue;
            }
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                DurableFiles.ownerOnlyFolder(root.resolve(child));
                bytes += copyTree(entry, root, child, sums);
            } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                bytes += copyFile(entry, root, child, sums);
            }
        }
        return bytes;
    }

    /** A file that is handed over meanwhile is not one of this backup any more. */
    private static long copyFile(Path file, Path root, String name, Sums sums) {
        try (var in = Files.newInputStream(file)) {
            return sums.copy(in, root, name);
        } catch (NoSuchFileException handedOver) {
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException neverUsed) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the folder " + folder, failure);
        }
    }

    /**
     * Brings a backup back into empty data and work folders; the ledger last, so that a hub finds all or nothing. The
     * caller holds the data folder's lock.
     *
     * @param inLedger writes into the ledger, before a hub finds it, that it was brought back; it is given the file where the
     *     ledger is until then, which is of no meaning if the ledger is not in the data folder
     * @throws IllegalArgumentException if the backup is not what was written, or a folder is in use; nothing is changed
     */
    public Result restore(Path backup, Consumer<Path> inLedger) {
        var root = backup.toAbsolutePath().normalize();
        requireEmpty(data, "data");
        requireEmpty(work, "work");
        var sums = Sums.verified(root);
        if (ledgerInData) {
            LedgerCopy.check(root.resolve(DATA).resolve(LEDGER));
        }
        DurableFiles.ownerOnlyFolder(data);
        DurableFiles.ownerOnlyFolder(work);
        var ledger = DATA + "/" + LEDGER;
        var bytes = 0L;
        for (var name : sums.names()) {
            bytes += name.equals(ledger) ? 0 : bringBack(root, name, target(name));
        }
        var unfinished = data.resolve(UNFINISHED);
        bytes += ledgerInData ? bringBack(root, ledger, unfinished) : 0;
        inLedger.accept(unfinished);
        if (ledgerInData) {
            force(unfinished);
            DurableFiles.move(unfinished, data.resolve(LEDGER));
        }
        return new Result(data, sums.files(), bytes);
    }

    private Path target(String name) {
        return name.startsWith(DATA + "/")
                ? data.resolve(name.substring(DATA.length() + 1))
                : work.resolve(name.substring(WORK.length() + 1));
    }

    private static long bringBack(Path root, String name, Path target) {
        DurableFiles.ownerOnlyFolder(Objects.requireNonNull(target.getParent()));
        DurableFiles.write(target, DurableFiles.OWNER_ONLY, out -> Files.copy(root.resolve(name), out));
        return target.toFile().length();
    }

    /** Whether a restore into this data folder was cut off: there is no ledger yet, and a hub must not begin a new one. */
    public static boolean isUnfinished(Path data) {
        return Files.exists(data.resolve(UNFINISHED));
    }

    /** What tells this backup from any other: its name, and the hash of its list of hashes. */
    public static String nameOf(Path backup) {
        return backup.toAbsolutePath().normalize().getFileName() + " (" + Sums.FILE + " "
                + Sums.sumOf(backup.resolve(Sums.FILE)) + ")";
    }

    private static void requireEmpty(Path folder, String key) {
        for (var entry : entries(folder)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                requireEmpty(entry, key);
            } else if (!entry.getFileName().toString().equals("hub.lock")) {
                throw new IllegalArgumentException("the " + key + " folder is in use: " + entry
                        + " is there. A restore overwrites nothing: move the folder away first");
            }
        }
    }
}
