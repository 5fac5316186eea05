package dev.caravan.login;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Argon2id with 19 MiB, two passes and one lane, as OWASP recommends. A hash takes memory and a core for a moment, so that
 * only a few are computed at the same time, whoever asks.
 */
public final class Passwords {

    static final int SHORTEST = 12;
    static final int LONGEST = 128;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;

    private static final int AT_ONCE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** 20 of 31 letters and digits that nobody takes for one another: 99 bits. */
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 5;

    private final PasswordEncoder argon;
    private final SecureRandom random;
    private final String nobodys;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    public Passwords(SecureRandom random) {
        this(new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, KIBIBYTES, PASSES), random);
    }

    Passwords(PasswordEncoder argon, SecureRandom random) {
        this.argon = argon;
        this.random = random;
        this.nobodys = nobodys(random);
    }

    /** Bytes that no password was hashed to, said to be as costly to check as any user's: made without hashing at each start. */
    private static String nobodys(SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        var hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(KIBIBYTES, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /** A password to begin with, which is to be told to somebody. */
    String first() {
        var text = new StringBuilder();
        for (var at = 0; at < GROUPS * GROUP; at++) {
            text.append(at > 0 && at % GROUP == 0 ? "-" : "")
                    .append(READABLE.charAt(random.nextInt(READABLE.length())));
        }
        return text.toString();
    }

    String hash(String password) {
        return argon.encode(password);
    }

    /**
     * Takes as long for nobody's hash as for a user's.
     *
     * @param hash empty if there is no such user: then no password fits
     * @return empty if too many others are being looked at
     */
    Optional<Boolean> fits(String offered, Optional<String> hash) {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            var fits = offered.length() <= LONGEST && argon.matches(offered, hash.orElse(nobodys));
            return Optional.of(fits && hash.isPresent());
        } finally {
            places.release();
        }
    }

    /** What is wrong with a password that a user has chosen. */
    static Optional<String> objection(String name, String chosen) {
        if (chosen.length() < SHORTEST || chosen.length() > LONGEST) {
            return Optional.of("must have " + SHORTEST + " to " + LONGEST + " characters, but has " + chosen.length());
        }
        if (chosen.contains(name)) {
            return Optional.of("must not contain the user's name");
        }
        return chosen.chars().distinct().count() < SHORTEST / 2
                ? Optional.of("must have at least " + SHORTEST / 2 + " different characters")
                : Optional.empty();
    }
}
