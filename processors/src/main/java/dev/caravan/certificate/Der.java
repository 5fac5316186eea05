package dev.caravan.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Puts together what is encoded already (X.690, distinguished encoding). BouncyCastle encodes everything else; but it has no
 * object for a part whose bytes are known, would encode each certificate from its leaves up, several times, and a list of a
 * million entries in memory.
 */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int UTF8_STRING = 0x0c;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    /** {@code [0] EXPLICIT}. */
    static final int CONTEXT_0 = 0xa0;

    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int LAST_YEAR_OF_UTC_TIME = 2049;
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int LONG_FORM = 0x80;
    private static final int LONGEST_HEADER = 2 + Long.BYTES;

    private Der() {}

    /** One value with this tag around the parts, in their order. */
    static byte[] of(int tag, byte[]... parts) {
        int length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var value = ByteBuffer.allocate(LONGEST_HEADER + length);
        putHeader(value, tag, length);
        for (var part : parts) {
            value.put(part);
        }
        return Arrays.copyOf(value.array(), value.position());
    }

    /** Tag and length of something whose content follows. */
    static byte[] header(int tag, long length) {
        var header = ByteBuffer.allocate(LONGEST_HEADER);
        putHeader(header, tag, length);
        return Arrays.copyOf(header.array(), header.position());
    }

    private static void putHeader(ByteBuffer value, int tag, long length) {
        value.put((byte) tag);
        if (length < LONG_FORM) {
            value.put((byte) length);
            return;
        }
        var bytes = (Long.SIZE - Long.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        value.put((byte) (LONG_FORM | bytes));
        for (var shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            value.put((byte) (length >>> shift));
        }
    }

    /** A {@code Time} (RFC 5280, section 5.1.2.4): whole seconds. */
    static byte[] time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).getYear() <= LAST_YEAR_OF_UTC_TIME
                ? of(UTC_TIME, ascii(SHORT.format(instant)))
                : of(GENERALIZED_TIME, ascii(LONG.format(instant)));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
