package dev.caravan.emulator.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;

/** Makes what a hub makes up: keys, etags, names of generations and of locks. Safe for all threads. */
public final class Stamps {

    private static final int KEY_BYTES = 32;
    private static final long TICKS_A_SECOND = 10_000_000;
    private static final long SECONDS_FROM_YEAR_1_TO_1970 = 62_135_596_800L;

    private final Clock clock;
    private final Random random;
    private final Random secrets;

    /** One random source decides everything but the time and the keys, another the keys. */
    public Stamps(Clock clock, Random random, Random secrets) {
        this.clock = clock;
        this.random = random;
        this.secrets = secrets;
    }

    Clock clock() {
        return clock;
    }

    /** What the hub's clock says. */
    public Instant now() {
        return clock.instant();
    }

    /** A random GUID. */
    public UUID guid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Base64 of a decimal number, as the identity registry shows it (documented samples). */
    String deviceEtag() {
        return base64(
                Integer.toString(random.nextInt(100_000_000, 1_000_000_000)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Base64 of the number of the write in 8 bytes: {@code AAAAAAAAAAE=} at first (documented samples). */
    static String twinEtag(long write) {
        return base64(ByteBuffer.allocate(Long.BYTES).putLong(write).array());
    }

    /** Ticks of 100 ns since the year 1: what the documented samples look like. */
    String generationId() {
        var now = now();
        var seconds = now.getEpochSecond() + SECONDS_FROM_YEAR_1_TO_1970;
        return Long.toString(seconds * TICKS_A_SECOND + now.getNano() / 100);
    }

    /** A new symmetric key: 32 bytes in base64. */
    String key() {
        var key = new byte[KEY_BYTES];
        secrets.nextBytes(key);
        return base64(key);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
