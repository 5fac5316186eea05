package dev.caravan.reconciliation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.caravan.board.BoardGuid;

/**
 * Certificate files that are named by a board's GUID, {@code <guid>.pem}, or lie in a folder that is: an outbox, an
 * archive, or a work folder, with its sub-folders. Links are not followed. Holds the names in memory, about 100 MB for a
 * million files.
 */
final class SuppliedCertificates {

    private static final int DEPTH = 5;
    private static final Pattern FILE = Pattern.compile("(.+)\\.(?:pem|crt|cer)");
    private static final Pattern GUID = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\\..*)?");

    private final Map<UUID, List<Path>> files = new HashMap<>();

    private SuppliedCertificates() {}

    /** @throws UncheckedIOException naming what cannot be read */
    static SuppliedCertificates in(Path folder) {
        var supplied = new SuppliedCertificates();
        try (var all = Files.walk(folder, DEPTH, new FileVisitOption[0])) {
            all.filter(Files::isRegularFile).forEach(supplied::add);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the folder " + folder + ": " + failure, failure);
        }
        return supplied;
    }

    private void add(Path file) {
        var name = FILE.matcher(lowerCase(file));
        if (name.matches()) {
            guid(name.group(1))
                    .or(() -> Optional.ofNullable(file.getParent()).flatMap(folder -> guid(lowerCase(folder))))
                    .ifPresent(guid -> files.merge(guid, List.of(file), SuppliedCertificates::both));
        }
    }

    private static String lowerCase(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }

    /** A name that is a GUID, or one with a thumbprint behind it. */
    private static Optional<UUID> guid(String name) {
        var guid = GUID.matcher(name);
        return guid.matches() ? Optional.of(UUID.fromString(guid.group(1))) : Optional.empty();
    }

    private static List<Path> both(List<Path> some, List<Path> others) {
        var both = new ArrayList<>(some);
        both.addAll(others);
        return List.copyOf(both);
    }

    /** The files for this board; none, one, or several. */
    List<Path> of(BoardGuid guid) {
        return files.getOrDefault(UUID.fromString(guid.value()), List.of());
    }
}
