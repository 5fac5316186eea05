package dev.caravan.emulator.sas;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, the one algorithm of all Azure IoT keys. Safe for all threads. */
public final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] EMPTY_KEY = {0};

    private Hmac() {}

    /** The 32 bytes over the text in UTF-8. An empty key counts as a zero byte, which HMAC defines as the same. */
    public static byte[] sha256(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.length == 0 ? EMPTY_KEY : key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
