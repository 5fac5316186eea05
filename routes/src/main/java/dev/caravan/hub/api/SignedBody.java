package dev.caravan.hub.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.Message;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;

import dev.caravan.hub.api.Problem.Kind;

/** A body that the caller's signature is for. What the signature says is put there by whoever has verified it. */
public final class SignedBody {

    private static final String ATTRIBUTE = SignedBody.class.getName();

    private SignedBody() {}

    /** Says which body was signed. @param sha256 base64url, without padding */
    public static void is(HttpServletRequest request, String sha256) {
        request.setAttribute(ATTRIBUTE, sha256);
    }

    /** The body as it was signed. @throws ProblemException if it is another one, or none was signed */
    static String of(Message asked) {
        var body = asked.getBody(byte[].class);
        var bytes = body == null ? new byte[0] : body;
        var signed = asked instanceof PlatformHttpMessage http
                && http.getRequest().getAttribute(ATTRIBUTE) instanceof String sha256
                && MessageDigest.isEqual(sha256(bytes), sha256.getBytes(StandardCharsets.US_ASCII));
        if (!signed) {
            throw new ProblemException(Problem.of(
                    Kind.UNAUTHORIZED,
                    "Nothing was taken: the signature is for another body. Sign what is sent, letter by letter: 'body' is"
                            + " its SHA-256 in base64url without padding"));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encode(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
