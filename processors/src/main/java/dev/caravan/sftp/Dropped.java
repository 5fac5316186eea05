package dev.caravan.sftp;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import dev.caravan.batch.Intake;
import dev.caravan.batch.UnreadableBatchException;

/** What may be known of a remote entry before it is fetched. The rules are the inbox's. */
final class Dropped {

    private Dropped() {}

    /** Not yet a batch file, or none of ours: its name says so. */
    static boolean isLeftAlone(RemoteEntry entry) {
        var name = entry.name();
        return name.startsWith(".")
                || name.endsWith(".part")
                || entry.kind() == RemoteEntry.Kind.FOLDER && !isBatch(name);
    }

    private static boolean isBatch(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** A server that gives such a name leads elsewhere. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf('/') < 0 && name.indexOf('\0') < 0;
    }

    /** Why the entry is no batch, in one line that begins with its name. */
    static Optional<String> whyNone(RemoteEntry entry, long largest) {
        try {
            Intake.requireName(entry.name());
        } catch (UnreadableBatchException refused) {
            return Optional.ofNullable(refused.getMessage());
        }
        return rule(entry, largest).map(rule -> entry.name() + ": " + rule);
    }

    private static Optional<String> rule(RemoteEntry entry, long largest) {
        if (entry.kind() == RemoteEntry.Kind.FOLDER) {
            return Optional.of("this is a folder, not a file: put the files themselves here");
        }
        if (entry.kind() != RemoteEntry.Kind.FILE) {
            return Optional.of("this is " + (entry.kind() == RemoteEntry.Kind.LINK ? "a link" : "a pipe or a device")
                    + ", not a file, and was not read: put the file itself here");
        }
        if (entry.bytes() > largest) {
            return Optional.of("the file has " + entry.bytes() + " bytes, at most " + largest
                    + " are taken (caravan.intake.sftp.largest-file): drop it in parts");
        }
        return isWritable(entry.name())
                ? Optional.empty()
                : Optional.of("the file name cannot be written where the hub runs ("
                        + Charset.defaultCharset().name() + "): give it a name of plain letters and digits");
    }

    private static boolean isWritable(String name) {
        try {
            return Path.of(name).toString().equals(name);
        } catch (InvalidPathException unmappable) {
            return false;
        }
    }
}
