package dev.caravan.hub.repetition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;

/** By what a request is known to be the same: its query, what it is conditional on, and its body. */
final class Fingerprint {

    private Fingerprint() {}

    /** Of everything but the body. */
    static MessageDigest begin(HttpServletRequest request) {
        var digest = sha256();
        var conditions = Collections.list(request.getHeaders("If-Match")) + "\n"
                + Collections.list(request.getHeaders("Prefer"));
        digest.update((Objects.requireNonNullElse(request.getQueryString(), "") + "\n" + conditions + "\n")
                .getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    /** Of a text, lower-case hexadecimal. */
    static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
