package dev.caravan.emulator.dps.form;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the service's timestamps and etags. Safe for all threads. */
public final class Stamps {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter IN_A_HEADER = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int NANOS_A_TICK = 100;
    private static final long TICKS_A_SECOND = 10_000_000;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final Clock clock;
    private final AtomicInteger writes = new AtomicInteger();

    /** Stamps by this clock. */
    public Stamps(Clock clock) {
        this.clock = clock;
    }

    /** The service's idea of now. */
    public Instant now() {
        return clock.instant();
    }

    /** Now, as the header {@code Date} has it. */
    public String date() {
        return IN_A_HEADER.format(now());
    }

    /** Now, in tenths of a microsecond since 1970: how finely the service tells time (seen). */
    public long ticks() {
        var now = clock.instant();
        return now.getEpochSecond() * TICKS_A_SECOND + now.getNano() / NANOS_A_TICK;
    }

    /** Another one at every call: the number of the write and its second, what an etag is made of. */
    public long version() {
        return (long) writes.incrementAndGet() << Integer.SIZE | clock.instant().getEpochSecond() & LOW_HALF;
    }

    /** Versions from now on have a higher number of the write than this one. */
    public void newerThan(long version) {
        writes.accumulateAndGet((int) (version >>> Integer.SIZE), Math::max);
    }

    /** The etag of a new version. */
    public String etag() {
        return etag(version());
    }

    /** Base64 of a quoted GUID-like string (seen). */
    public static String etag(long version) {
        var guid = "\"%08x-0000-0800-0000-%08x0000\"".formatted(version >>> Integer.SIZE, version & LOW_HALF);
        return Base64.getEncoder().encodeToString(guid.getBytes(StandardCharsets.US_ASCII));
    }

    /** A number of ticks as {@link #text(Instant)} has it. */
    public static String text(long ticks) {
        return text(Instant.ofEpochSecond(ticks / TICKS_A_SECOND, ticks % TICKS_A_SECOND * NANOS_A_TICK));
    }

    /** UTC with up to seven fractional digits, trailing zeros dropped (seen). */
    public static String text(Instant time) {
        var ticks = time.getNano() / NANOS_A_TICK;
        if (ticks == 0) {
            return SECONDS.format(time) + "Z";
        }
        return SECONDS.format(time) + "." + "%07d".formatted(ticks).replaceAll("0+$", "") + "Z";
    }

    /** UTC in whole seconds: how certificate dates are shown (seen). */
    public static String wholeSeconds(Instant time) {
        return SECONDS.format(time) + "Z";
    }
}
