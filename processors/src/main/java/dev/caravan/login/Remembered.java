package dev.caravan.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which password has just fitted which hash, so that a program which sends it with each request does not pay for Argon2
 * each time. Of the password there is only a MAC under a key that is made at each start and leaves the process never; a
 * changed password has another hash, and is not known.
 */
public final class Remembered {

    private static final int MOST = 1_000;
    private static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration TIME = Duration.ofMinutes(5);

    private final SecretKeySpec key;
    private final Clock clock;
    private final Map<String, Fit> fits = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Fit> eldest) {
            return size() > MOST;
        }
    };

    private record Fit(byte[] mac, Instant until) {}

    public Remembered(SecureRandom random, Clock clock) {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.clock = clock;
    }

    synchronized boolean knows(String hash, String password) {
        var fit = fits.get(hash);
        return fit != null && clock.instant().isBefore(fit.until()) && MessageDigest.isEqual(fit.mac(), mac(password));
    }

    synchronized void remember(String hash, String password) {
        fits.put(hash, new Fit(mac(password), clock.instant().plus(TIME)));
    }

    private byte[] mac(String password) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
