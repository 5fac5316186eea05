package dev.caravan.emulator.sas;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A shared access signature as it came, true or not: {@code sr}, {@code sig}, {@code se} and perhaps {@code skn}, in
 * any order (documented).
 *
 * @param resource what it is good for, still encoded: this text is what is signed
 * @param signature base64, no longer percent-encoded
 * @param expiry seconds since 1970
 * @param policy whose key it is signed with; a device that signs with its own key names none
 */
public record SasToken(
        String resource,
        String signature,
        long expiry,
        @Nullable String policy) {

    private static final String SCHEME = "SharedAccessSignature ";

    /** Takes the token with or without its scheme; empty when it lacks a field or its expiry is no number. */
    public static Optional<SasToken> parse(String text) {
        var bare = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
        var fields = fieldsOf(bare.trim());
        var resource = fields.get("sr");
        var signature = fields.get("sig");
        var expiry = fields.get("se");
        if (resource == null || signature == null || expiry == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SasToken(resource, decoded(signature), Long.parseLong(expiry), policyIn(fields.get("skn"))));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Map<String, String> fieldsOf(String text) {
        Map<String, String> fields = new HashMap<>();
        for (var field : text.split("&")) {
            var equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    /** An empty name is none: several SDKs write {@code skn=} for a device's own key. */
    private static @Nullable String policyIn(@Nullable String field) {
        return field == null || field.isEmpty() ? null : decoded(field);
    }

    /**
     * Whether this key made the signature. Signed is the resource as it came; the Java service SDK signs it in lower
     * case (seen in its source) whatever it sends.
     */
    public boolean signedWith(byte[] key) {
        var lower = resource.toLowerCase(Locale.ROOT);
        return signed(key, resource) || !lower.equals(resource) && signed(key, lower);
    }

    private boolean signed(byte[] key, String text) {
        return MessageDigest.isEqual(signatureBytes(), Hmac.sha256(key, text + "\n" + expiry));
    }

    private byte[] signatureBytes() {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** Whether its time is over; the second of its expiry is already too late (stricter). */
    public boolean expired(Instant now) {
        return expiry <= now.getEpochSecond();
    }

    /**
     * Whether it is good for a resource, given without encoding and without scheme: for the same and, segment by
     * segment, for everything below (documented). Letter case does not count, because the documented form is the
     * lower-case one.
     */
    public boolean covers(String wanted) {
        var prefix = decodedResource();
        var bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return !bare.isEmpty()
                && wanted.regionMatches(true, 0, bare, 0, bare.length())
                && (wanted.length() == bare.length() || wanted.charAt(bare.length()) == '/');
    }

    private String decodedResource() {
        try {
            return decoded(resource);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
