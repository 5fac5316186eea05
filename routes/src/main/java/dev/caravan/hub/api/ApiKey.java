package dev.caravan.hub.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

import dev.caravan.durable.DurableFiles;

/** The one key that opens the API: made at first start, in a file that only its owner can read. */
public final class ApiKey {

    /** The request header that carries it. */
    public static final String HEADER = "X-API-Key";

    private static final int BYTES = 32;

    private final byte[] key;

    private ApiKey(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the key, or makes one of 256 bits. */
    public static ApiKey readOrMake(Path file, SecureRandom random) {
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
            return new ApiKey(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the API key in " + file, unreadable);
        }
    }

    /** Compares in constant time. */
    boolean opens(String offered) {
        return MessageDigest.isEqual(key, offered.getBytes(StandardCharsets.UTF_8));
    }
}
