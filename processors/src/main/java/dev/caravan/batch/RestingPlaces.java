package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.caravan.durable.DurableFiles;

/** Where input files end: archive, or quarantine with a reason. */
final class RestingPlaces {

    /** A name has at most 255 bytes, and {@code .reason.txt.part} is added to it. */
    private static final int LONGEST_NAME = 180;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private final Path archive;
    private final Path quarantine;
    private final Clock clock;

    RestingPlaces(Path archive, Path quarantine, Clock clock) {
        this.archive = archive.toAbsolutePath();
        this.quarantine = quarantine.toAbsolutePath();
        this.clock = clock;
    }

    Path ofTaken(String batch) {
        return archive.resolve(batch + ".csv");
    }

    /** For a file that was taken before. */
    Path ofKnown(String batch) {
        return free(archive, batch + "." + stamp() + ".again.csv");
    }

    /** For a file that was only looked at. */
    Path ofDryRun(String name) {
        return free(archive, name + "." + stamp() + ".csv");
    }

    /** For a file that is no batch. */
    Path ofRefused(String fileName) {
        return free(quarantine, stamp() + "." + shortened(fileName));
    }

    /** Writes down the reason, then moves the input; what is no file is moved as it is, and never opened. */
    Path quarantine(Path input, String reason) {
        var place = ofRefused(input.getFileName().toString());
        write(place, Ending.REASON, reason);
        moveOrWithdraw(input, place);
        moveSignature(input, place);
        return place;
    }

    /** May be repeated: what has been moved already stays where it is. */
    void carryOut(Path input, Ending ending) {
        DurableFiles.folder(ending.refused() ? quarantine : archive);
        if (ending.words() != null) {
            write(ending.place(), ending.suffix(), ending.words());
        }
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
            move(input, ending.place());
        }
        moveSignature(input, ending.place());
    }

    /**
     * Moves what was read. A file that took its name meanwhile stays, or goes back, to be taken next.
     *
     * @param seen the input as it was read
     * @param note what is written beside it, if anything
     * @return false if another file has its name: what lies beside it may be that one's
     */
    boolean rest(Path input, Seen seen, Path place, @Nullable String note) {
        try {
            if (!Seen.of(input).equals(seen)) {
                return false;
            }
            DurableFiles.folder(archive);
            if (note != null) {
                write(place, Ending.NOTE, note);
            }
            moveOrWithdraw(input, place);
            var asRead = Seen.of(place).hasContentOf(seen);
            if (!asRead) {
                giveBack(input, place);
            }
            moveSignature(input, place);
            return asRead;
        } catch (NoSuchFileException | FileVanishedException taken) {
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot move " + input + " to " + place, failure);
        }
    }

    /** Into a folder beside the file that they came with; may be repeated. */
    void restKeyFiles(List<Path> files, Path place) {
        for (var file : files) {
            var folder = DurableFiles.folder(place.resolveSibling(place.getFileName() + ".keys"));
            try {
                move(file, folder.resolve(file.getFileName()));
            } catch (FileVanishedException taken) {
                // Moved before, by this hub or another one.
                continue;
            }
        }
    }

    private void giveBack(Path input, Path place) {
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
            quarantine(
                    place,
                    input.getFileName() + ": the file was replaced twice while it was taken, and this one was"
                            + " not read: drop it again");
        } else {
            move(place, input);
        }
    }

    /** A signature goes where its file went, and stays where another file has taken the name. */
    private static void moveSignature(Path input, Path place) {
        var signature = Signatures.of(input);
        if (Files.exists(signature, LinkOption.NOFOLLOW_LINKS) && !Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
            try {
                move(signature, Signatures.of(place));
            } catch (FileVanishedException taken) {
                // Another hub moves the same pair.
            }
        }
    }

    /** A file that cannot be moved is tried again, under another name: what was written for it would be written each time. */
    private static void moveOrWithdraw(Path input, Path place) {
        try {
            move(input, place);
        } catch (RuntimeException unmoved) {
            if (unmoved instanceof FileVanishedException || Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
                withdraw(place);
            }
            throw unmoved;
        }
    }

    /** What was written for a file that is not there. */
    private static void withdraw(Path place) {
        for (var suffix : List.of(Ending.REASON, Ending.NOTE)) {
            DurableFiles.delete(place.resolveSibling(place.getFileName() + suffix));
        }
    }

    private static void move(Path input, Path place) {
        try {
            try {
                Files.move(input, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                moveFar(input, place);
            }
            DurableFiles.syncFolders(Set.of(
                    input.toAbsolutePath().getParent(), place.toAbsolutePath().getParent()));
        } catch (NoSuchFileException gone) {
            throw Files.exists(input, LinkOption.NOFOLLOW_LINKS)
                    ? new UncheckedIOException("cannot move " + input + " to " + place, gone)
                    : new FileVanishedException(input);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot move " + input + " to " + place, failure);
        }
    }

    /** The input is deleted only when its copy is durable, and if it is still the one that was copied. */
    private static void moveFar(Path input, Path place) throws IOException {
        if (!Files.isRegularFile(input, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(input, place, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        var before = Seen.of(input);
        DurableFiles.copy(input, place);
        if (Seen.of(input).equals(before)) {
            deleteOrTakeBack(input, place);
        }
    }

    private static void deleteOrTakeBack(Path input, Path copy) throws IOException {
        try {
            Files.delete(input);
        } catch (NoSuchFileException taken) {
            throw taken;
        } catch (IOException undeletable) {
            DurableFiles.delete(copy);
            throw undeletable;
        }
    }

    private static Path free(Path folder, String name) {
        var place = DurableFiles.folder(folder).resolve(name);
        for (int again = 2; Files.exists(place, LinkOption.NOFOLLOW_LINKS); again++) {
            place = folder.resolve(again + "." + name);
        }
        return place;
    }

    /** The end of the name is kept, because it says of which kind the file is. */
    static String shortened(String name) {
        var clean = name.codePoints()
                .map(character -> Shown.isControl(character) || "\\/\uFFFD".indexOf(character) >= 0 ? '_' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        while (clean.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            clean.delete(0, Character.charCount(clean.codePointAt(0)));
        }
        return clean.toString();
    }

    private String stamp() {
        return STAMP.format(clock.instant().atZone(ZoneId.systemDefault()));
    }

    private static void write(Path place, String suffix, String text) {
        DurableFiles.write(
                place.resolveSibling(place.getFileName() + suffix),
                (text + "\n").getBytes(StandardCharsets.UTF_8),
                DurableFiles.READABLE);
    }
}
