package dev.caravan.hub.repetition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Objects;
import java.util.TreeSet;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.api.Caller;

/** By what a request is known to be the same: its query, what it is conditional on, its body, and as which manufacturer. */
final class Fingerprint {

    private Fingerprint() {}

    /** Of everything but the body. */
    static MessageDigest begin(HttpServletRequest request) {
        var digest = sha256();
        var conditions = Collections.list(request.getHeaders("If-Match")) + "\n"
                + Collections.list(request.getHeaders("Prefer"))
                + asWho(Caller.of(request));
        digest.update((Objects.requireNonNullElse(request.getQueryString(), "") + "\n" + conditions + "\n")
                .getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    /** Whoever comes in as somebody else by now is not shown what he was answered before. */
    private static String asWho(Principal caller) {
        return caller.role() == Role.MANUFACTURER ? "\n" + new TreeSet<>(caller.consignees()) : "";
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
