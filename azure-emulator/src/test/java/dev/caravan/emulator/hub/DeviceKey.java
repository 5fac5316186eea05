package dev.caravan.emulator.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The symmetric key of test devices, and tokens that are signed with it or with any other. */
public final class DeviceKey {

    /** Base64. */
    public static final String TEXT =
            Base64.getEncoder().encodeToString("a key of the device".getBytes(StandardCharsets.US_ASCII));

    private DeviceKey() {}

    /** A device's own token. */
    public static String token(String resource, Instant expiry) {
        return token(resource, TEXT, expiry, "");
    }

    /** With a policy's name, where it is not empty. */
    public static String token(String resource, String key, Instant expiry, String policy) {
        try {
            var encoded = URLEncoder.encode(resource, StandardCharsets.UTF_8);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            var text = encoded + "\n" + expiry.getEpochSecond();
            var signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            return "SharedAccessSignature sr=" + encoded + "&sig="
                    + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&se=" + expiry.getEpochSecond()
                    + (policy.isEmpty() ? "" : "&skn=" + policy);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
