package dev.caravan.emulator.dps.allocation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Spreads devices over hubs by weight: the same device always to the same hub, and when a hub joins or leaves, only the
 * devices it wins or loses move. How the real service hashes is not public; that it does, by weight, is (documented).
 */
final class WeightedHash {

    /** Bits that a double holds exactly. */
    private static final int UNUSED_BITS = 11;

    private static final double RANGE = 1L << (Long.SIZE - UNUSED_BITS);

    private WeightedHash() {}

    static Optional<String> choose(String key, Collection<LinkedHub> hubs) {
        return hubs.stream()
                .max(Comparator.comparingDouble(hub -> score(key, hub)))
                .map(LinkedHub::host);
    }

    /** Highest-random-weight hashing with weights: -w / ln(u) for a u between 0 and 1 out of key and hub. */
    private static double score(String key, LinkedHub hub) {
        var uniform = ((hash(key + "\n" + hub.host()) >>> UNUSED_BITS) + 0.5) / RANGE;
        return -hub.weight() / StrictMath.log(uniform);
    }

    private static long hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
