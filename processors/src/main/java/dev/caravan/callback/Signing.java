package dev.caravan.callback;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Subscription.Signature;

/**
 * Signs as Standard Webhooks 1.0 say: HMAC-SHA256 or Ed25519 over id, time and body, one signature for each key that is
 * valid.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
final class Signing {

    private static final String SECRET = "whsec_";
    private static final String PUBLIC = "whpk_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private Signing() {}

    /**
     * What signs.
     *
     * @param shown the secret as its receiver takes it; null if it needs none
     * @param publicKey as its receiver takes it; null if there is none
     */
    record Key(
            byte[] secret, @Nullable String shown, @Nullable String publicKey) {}

    static Key newKey(Signature signature, SecureRandom random) {
        if (signature == Signature.ED25519) {
            var pair = Ed25519.newPair(random);
            return new Key(pair.privateKey(), null, PUBLIC + base64(pair.publicKey()));
        }
        var secret = new byte[BYTES];
        random.nextBytes(secret);
        return new Key(secret, SECRET + base64(secret), null);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The three headers of a message. @param id the same for each attempt */
    static Map<String, String> headers(
            String id, Instant time, byte[] body, Signature signature, List<byte[]> secrets) {
        var seconds = Long.toString(time.getEpochSecond());
        var signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(body);
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                seconds,
                "webhook-signature",
                secrets.stream()
                        .map(secret -> signature(signature, secret, signed.toByteArray()))
                        .collect(Collectors.joining(" ")));
    }

    private static String signature(Signature signature, byte[] secret, byte[] text) {
        return signature == Signature.ED25519
                ? "v1a," + base64(Ed25519.sign(secret, text))
                : "v1," + base64(hmac(secret, text));
    }

    private static byte[] hmac(byte[] secret, byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
