package dev.caravan.emulator.dps;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the service's timestamps and etags. Safe for all threads. */
final class Stamps {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int NANOS_A_TICK = 100;

    private final Clock clock;
    private final AtomicInteger writes = new AtomicInteger();

    Stamps(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Base64 of a quoted GUID-like string, another one at every call (seen). */
    String etag() {
        var guid = "\"%08x-0000-0800-0000-%08x0000\""
                .formatted(writes.incrementAndGet(), (int) clock.instant().getEpochSecond());
        return Base64.getEncoder().encodeToString(guid.getBytes(StandardCharsets.US_ASCII));
    }

    /** UTC with up to seven fractional digits, trailing zeros dropped (seen). */
    static String text(Instant time) {
        var ticks = time.getNano() / NANOS_A_TICK;
        if (ticks == 0) {
            return SECONDS.format(time) + "Z";
        }
        return SECONDS.format(time) + "." + "%07d".formatted(ticks).replaceAll("0+$", "") + "Z";
    }

    /** UTC in whole seconds: how certificate dates are shown (seen). */
    static String wholeSeconds(Instant time) {
        return SECONDS.format(time) + "Z";
    }
}
