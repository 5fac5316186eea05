package dev.caravan.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts together what is encoded already (X.690, distinguished encoding). BouncyCastle encodes everything else; but it has no
 * object for a part whose bytes are known, and would encode each certificate from its leaves up, several times.
 */
final class Der {

    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int UTF8_STRING = 0x0c;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int SHORT_FORM = 0x80;
    private static final int ONE_BYTE = 0x100;
    private static final int TWO_BYTES = 0x10000;
    private static final int LONGEST_HEADER = 4;

    private Der() {}

    /** One value with this tag around the parts, in their order. */
    static byte[] of(int tag, byte[]... parts) {
        int length = 0;
        for (var part : parts) {
            length += part.length;
        }
        var value = ByteBuffer.allocate(LONGEST_HEADER + length).put((byte) tag);
        putLength(value, length);
        for (var part : parts) {
            value.put(part);
        }
        return Arrays.copyOf(value.array(), value.position());
    }

    private static void putLength(ByteBuffer value, int length) {
        if (length < SHORT_FORM) {
            value.put((byte) length);
        } else if (length < ONE_BYTE) {
            value.put((byte) 0x81).put((byte) length);
        } else if (length < TWO_BYTES) {
            value.put((byte) 0x82).putShort((short) length);
        } else {
            throw new IllegalArgumentException("longer than anything in a certificate: " + length);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
