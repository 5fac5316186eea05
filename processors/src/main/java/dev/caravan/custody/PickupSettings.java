package dev.caravan.custody;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where identities wait for their pick-up ({@code caravan.custody.pickup}).
 *
 * @param folder the encrypted identities
 * @param wrappingKeys the key of each of them, itself encrypted; another folder, best on another file system
 * @param keyFile the key-encryption key, 32 bytes in base64; empty: it is in the environment
 * @param tokenKey instead of both, label of the key-encryption key in {@code caravan.token}; empty: it is not in a token
 * @param window how long a station may fetch its identity again, 1 second to 1 day
 */
public record PickupSettings(Path folder, Path wrappingKeys, String keyFile, String tokenKey, Duration window) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    public PickupSettings {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("caravan.custody.pickup.window must be 1s to 1d, but is " + window);
        }
        if (!keyFile.isEmpty() && !tokenKey.isEmpty()) {
            throw new IllegalArgumentException(
                    "caravan.custody.pickup has key-file and token-key, but the key-encryption key is in one place");
        }
        if (within(folder, wrappingKeys) || within(wrappingKeys, folder)) {
            throw new IllegalArgumentException("caravan.custody.pickup.wrapping-keys must not be in"
                    + " caravan.custody.pickup.folder, nor the other way round, but is " + wrappingKeys);
        }
    }

    static boolean within(Path file, Path folder) {
        return file.toAbsolutePath()
                .normalize()
                .startsWith(folder.toAbsolutePath().normalize());
    }
}
