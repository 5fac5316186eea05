package dev.caravan.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key as its owner holds it: {@code caravan_<id>_<secret>}. The id names the key, the secret has 256 random bits;
 * only its SHA-256 is kept, which is enough for a secret that nobody can guess.
 */
public record KeyText(String id, String secret) {

    private static final Pattern FORM = Pattern.compile("caravan_([0-9a-f]{12})_([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    public static KeyText make(SecureRandom random) {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new KeyText(
                HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Empty if this is no key at all. */
    public static Optional<KeyText> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches() ? Optional.of(new KeyText(parts.group(1), parts.group(2))) : Optional.empty();
    }

    /** What is kept of it: SHA-256 of the secret, lower-case hexadecimal. */
    public String hash() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Compares in constant time. */
    public boolean hasHash(String kept) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
    }

    /** The whole key. Shown once, to whoever made it. */
    public String reveal() {
        return "caravan_" + id + "_" + secret;
    }

    @Override
    public String toString() {
        return "caravan_" + id + "_…";
    }
}
