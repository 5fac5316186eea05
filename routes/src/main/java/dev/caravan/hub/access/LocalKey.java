package dev.caravan.hub.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.durable.DurableFiles;

/**
 * The key of whoever has the hub's machine: made at first start, in a file that only its owner can read. It makes an
 * operator, and opens nothing from another machine, so that a stolen copy is worth nothing elsewhere.
 */
public final class LocalKey {

    private static final Principal OPERATOR = new Principal("local-operator", Role.OPERATOR, Set.of());

    private static final int BYTES = 32;

    private final byte[] key;

    private LocalKey(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the key, or makes one of 256 bits. */
    public static LocalKey readOrMake(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                var bytes = new byte[BYTES];
                random.nextBytes(bytes);
                var made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                DurableFiles.write(file, made.getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
            }
            var text = Files.readString(file).strip();
            if (text.length() < BYTES) {
                throw new IllegalArgumentException("the API key in " + file + " must be at least " + BYTES
                        + " characters; delete the file and the next start makes a new one");
            }
            return new LocalKey(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the API key in " + file, unreadable);
        }
    }

    /** @param local whether it is offered from this machine */
    Optional<Principal> open(String offered, boolean local) {
        var same = MessageDigest.isEqual(key, offered.getBytes(StandardCharsets.UTF_8));
        return same && local ? Optional.of(OPERATOR) : Optional.empty();
    }
}
