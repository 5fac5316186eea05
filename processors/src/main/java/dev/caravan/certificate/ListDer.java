package dev.caravan.certificate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The little of DER (X.690) that a list needs which is too long to be built in memory. */
final class ListDer {

    static final int SEQUENCE = 0x30;
    static final int BIT_STRING = 0x03;
    /** {@code [0] EXPLICIT}. */
    static final int CONTEXT_0 = 0xA0;

    private static final int INTEGER = 0x02;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int LONG_FORM = 0x80;
    private static final int BYTE = 8;
    private static final int LAST_YEAR_OF_UTC_TIME = 2049;
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private ListDer() {}

    /** Tag and length of something whose content follows. */
    static byte[] header(int tag, long length) {
        var header = new ByteArrayOutputStream();
        header.write(tag);
        if (length < LONG_FORM) {
            header.write((int) length);
            return header.toByteArray();
        }
        var bytes = (Long.SIZE - Long.numberOfLeadingZeros(length) + BYTE - 1) / BYTE;
        header.write(LONG_FORM | bytes);
        for (var shift = (bytes - 1) * BYTE; shift >= 0; shift -= BYTE) {
            header.write((int) (length >>> shift));
        }
        return header.toByteArray();
    }

    static byte[] of(int tag, byte[]... contents) {
        var content = join(contents);
        return join(header(tag, content.length), content);
    }

    /** @param value two's complement, big-endian, without a needless first byte */
    static byte[] integer(byte[] value) {
        return of(INTEGER, value);
    }

    /** A {@code Time} (RFC 5280, section 5.1.2.4): whole seconds. */
    static byte[] time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).getYear() <= LAST_YEAR_OF_UTC_TIME
                ? of(UTC_TIME, SHORT.format(instant).getBytes(StandardCharsets.US_ASCII))
                : of(GENERALIZED_TIME, LONG.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
