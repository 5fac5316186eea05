package dev.caravan.emulator.dps;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The policy {@code provisioningserviceowner} and its key: judges the SAS tokens of the service API. */
final class SharedAccessPolicy {

    static final String NAME = "provisioningserviceowner";

    private static final String SCHEME = "SharedAccessSignature ";
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;
    private final Clock clock;

    SharedAccessPolicy(byte[] key, Clock clock) {
        this.key = key.clone();
        this.clock = clock;
    }

    /** The policy a token names, true or not. */
    static Optional<String> nameIn(Optional<String> authorization) {
        return authorization
                .flatMap(SharedAccessPolicy::fieldsOf)
                .flatMap(fields -> Optional.ofNullable(fields.get("skn")));
    }

    /** 401 unless the token is ours, in time, and made for the resource or a segment-wise prefix of it (documented). */
    void check(Optional<String> authorization, String host, String path) {
        var fields = authorization
                .flatMap(SharedAccessPolicy::fieldsOf)
                .orElseThrow(() -> DpsError.unauthorized("Unauthorized: a SharedAccessSignature is required."));
        var resource = fields.getOrDefault("sr", "");
        var expiry = fields.getOrDefault("se", "");
        if (!NAME.equals(fields.get("skn"))
                || expired(expiry)
                || !covers(decoded(resource).toLowerCase(Locale.ROOT), (host + path).toLowerCase(Locale.ROOT))
                || !signed(resource, expiry, fields.getOrDefault("sig", ""))) {
            throw DpsError.unauthorized("Unauthorized: the SharedAccessSignature is not valid here and now.");
        }
    }

    private static Optional<Map<String, String>> fieldsOf(String authorization) {
        if (!authorization.startsWith(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.stream(authorization.substring(SCHEME.length()).trim().split("&"))
                        .filter(field -> field.contains("="))
                        .collect(Collectors.toMap(
                                field -> field.substring(0, field.indexOf('=')),
                                field -> field.substring(field.indexOf('=') + 1),
                                (first, second) -> second)));
    }

    private boolean expired(String expiry) {
        try {
            return Long.parseLong(expiry) <= clock.instant().getEpochSecond();
        } catch (NumberFormatException malformed) {
            return true;
        }
    }

    private static boolean covers(String prefix, String resource) {
        var bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return !bare.isEmpty() && (resource.equals(bare) || resource.startsWith(bare + "/"));
    }

    /** What is signed is the encoded resource in lower case (seen in the Java SDK). */
    private boolean signed(String resource, String expiry, String signature) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            var message = resource.toLowerCase(Locale.ROOT) + "\n" + expiry;
            var expected = mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(expected, decodedBase64(decoded(signature)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] decodedBase64(String text) {
        return lenient(() -> Base64.getDecoder().decode(text)).orElse(new byte[0]);
    }

    private static String decoded(String text) {
        return lenient(() -> URLDecoder.decode(text, StandardCharsets.UTF_8)).orElse("");
    }

    private static <T> Optional<T> lenient(Supplier<T> decoding) {
        try {
            return Optional.of(decoding.get());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
