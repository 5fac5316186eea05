package dev.caravan.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.caravan.durable.DurableFiles;

/** Where the hub keeps what it fetches, in the work folder: a {@link Tray} for each remote file that is being taken. */
final class Desk {

    private static final String LOCK = "lock";

    private final Path folder;

    Desk(Path work) {
        folder = work.resolve("sftp");
    }

    Tray tray(String name) {
        return new Tray(folder.resolve(key(name)));
    }

    /** Trays of files that are not there any more. */
    List<Tray> traysBut(Collection<String> names) {
        Set<String> keys = names.stream().map(Desk::key).collect(Collectors.toSet());
        keys.add(LOCK);
        try (var trays = Files.list(folder)) {
            return trays.filter(tray -> !keys.contains(tray.getFileName().toString()))
                    .map(Tray::new)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look into " + folder, failure);
        }
    }

    /** So that one hub looks at a time. */
    LookLock lock() {
        return LookLock.tryIn(DurableFiles.ownerOnlyFolder(folder).resolve(LOCK));
    }

    /** Names are somebody else's, and may be longer than ours can be. */
    private static String key(String name) {
        return HexFormat.of().formatHex(sha256().digest(name.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
