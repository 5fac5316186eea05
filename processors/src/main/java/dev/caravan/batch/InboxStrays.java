package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in the inbox and would never be handed over as a file, so that nobody would say a word about it: folders that
 * are called as a batch, links that lead nowhere, signatures without a file, key files without a
 * batch, and names that cannot be written
 * as a path. For one thread.
 */
public final class InboxStrays {

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    /** So long a signature may lie there before its file comes. */
    private static final Duration ALONE_FOR = Duration.ofMinutes(10);

    /** The files of many boards take a while to arrive, and their batch comes last. */
    private static final Duration WAITING_FOR = Duration.ofHours(1);

    /** What the intake leaves to this. */
    private static final Pattern KEY_FILE = Pattern.compile("(?i).*\\.(csr|pem|cer|crt)");

    private final Path inbox;
    private final Stillness signatures;
    private final Stillness keyFiles;

    /** @param nanos only ever goes ahead */
    public InboxStrays(Path inbox, LongSupplier nanos) {
        this.inbox = inbox;
        this.signatures = new Stillness(nanos);
        this.keyFiles = new Stillness(nanos);
    }

    /** An entry that belongs into quarantine, and why. */
    public record Stray(Path entry, UnreadableBatchException reason) {}

    /** @throws UncheckedIOException if the inbox cannot be read */
    public List<Stray> find() {
        try (Stream<Path> entries = Files.list(inbox)) {
            return entries.flatMap(entry -> stray(entry).stream()).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + inbox, failure);
        }
    }

    private Optional<Stray> stray(Path entry) {
        var name = entry.getFileName().toString();
        if (name.indexOf(REPLACEMENT_CHARACTER) >= 0) {
            return refuse(
                    entry,
                    "the file name must be text in " + Charset.defaultCharset().name()
                            + ", but is not: give it a name of plain letters and digits");
        }
        if (name.indexOf('\\') >= 0) {
            return refuse(entry, "the file name must not contain a backslash: rename the file");
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".csv") && Files.isDirectory(entry)) {
            return refuse(entry, "this is a folder, not a file: put the files themselves into the inbox");
        }
        if (Files.isSymbolicLink(entry) && !Files.exists(entry)) {
            return refuse(entry, "this is a link that leads nowhere: put the file itself into the inbox");
        }
        if (KEY_FILE.matcher(name).matches() && !Files.isDirectory(entry)) {
            return strayKeyFile(entry, name);
        }
        return isSignatureAlone(entry, name)
                ? refuse(entry, "this is a signature without its file: drop both, the signature first")
                : Optional.empty();
    }

    private Optional<Stray> strayKeyFile(Path entry, String name) {
        if (!KeyFiles.NAME.matcher(name).matches()) {
            return refuse(
                    entry,
                    "a file with a board's request or certificate must be named by the board's GUID in lower case,"
                            + " '<guid>.csr' or '<guid>.pem'; batch files end in .csv");
        }
        try {
            return keyFiles.look(entry, Seen.of(entry)).compareTo(WAITING_FOR) > 0
                    ? refuse(
                            entry,
                            "this belongs to a batch that has not come for an hour, or whose row does not ask for it"
                                    + " (column 'key_mode'): drop it again, and the batch file after it")
                    : Optional.empty();
        } catch (IOException takenAway) {
            return Optional.empty();
        }
    }

    private boolean isSignatureAlone(Path entry, String name) {
        if (!name.toLowerCase(Locale.ROOT).endsWith(Signatures.SUFFIX)) {
            return false;
        }
        var file = entry.resolveSibling(name.substring(0, name.length() - Signatures.SUFFIX.length()));
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                signatures.forget(entry);
                return false;
            }
            return signatures.look(entry, Seen.of(entry)).compareTo(ALONE_FOR) > 0;
        } catch (IOException takenAway) {
            return false;
        }
    }

    private static Optional<Stray> refuse(Path entry, String rule) {
        var name = Shown.plain(entry.getFileName().toString());
        return Optional.of(new Stray(entry, new UnreadableBatchException(name, rule)));
    }
}
