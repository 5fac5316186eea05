package dev.caravan.secrecy;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Private keys in every form in which one might lie about: the scalar raw (as it is in DER, too), turned round, as words
 * of a big number, in hexadecimal, and in base64 wherever it begins (so in PEM, too); texts in one byte a character, and
 * in two. Each half of a scalar is looked for, because a line of PEM may end inside.
 */
final class Needles {

    private static final int SCALAR_BYTES = 32;
    private static final int HALF = SCALAR_BYTES / 2;
    private static final int PREFIX = 2;
    private static final List<Charset> TEXTS =
            List.of(StandardCharsets.US_ASCII, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

    private final Map<Integer, List<Needle>> byPrefix = new HashMap<>();
    private final BitSet prefixes = new BitSet(1 << Byte.SIZE * PREFIX);

    private record Needle(String what, byte[] bytes) {}

    /** @param pem text in which the board's key stands, PKCS#8 */
    void add(String guid, String pem) throws GeneralSecurityException {
        var begin = "-----BEGIN PRIVATE KEY-----";
        var text = pem.substring(pem.indexOf(begin) + begin.length(), pem.indexOf("-----END PRIVATE KEY-----"));
        var key = (ECPrivateKey) KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
        var scalar = scalar(key);
        for (var half : List.of(Arrays.copyOf(scalar, HALF), Arrays.copyOfRange(scalar, HALF, SCALAR_BYTES))) {
            add(guid + " raw", half);
            add(guid + " turned round", turned(half, 1));
            add(guid + " as words, the last one first", turned(half, Integer.BYTES));
            addText(guid + " hexadecimal", HexFormat.of().formatHex(half));
            addText(guid + " hexadecimal", HexFormat.of().formatHex(half).toUpperCase(Locale.ROOT));
            for (var offset = 0; offset < 3; offset++) {
                var base64 = base64(half, offset);
                addText(guid + " base64", base64);
                addText(guid + " base64url", base64.replace('+', '-').replace('/', '_'));
            }
        }
    }

    private static byte[] scalar(ECPrivateKey key) {
        var number = key.getS().toByteArray();
        var scalar = new byte[SCALAR_BYTES];
        for (var back = 1; back <= Math.min(number.length, SCALAR_BYTES); back++) {
            scalar[SCALAR_BYTES - back] = number[number.length - back];
        }
        return scalar;
    }

    private static byte[] turned(byte[] bytes, int word) {
        var turned = new byte[bytes.length];
        for (var from = 0; from < bytes.length; from += word) {
            System.arraycopy(bytes, from, turned, bytes.length - from - word, word);
        }
        return turned;
    }

    /** The characters that depend on nothing but these bytes when so many others stand before them. */
    private static String base64(byte[] bytes, int offset) {
        var shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        var text = Base64.getEncoder().encodeToString(shifted);
        var first = (offset * Byte.SIZE + 5) / 6;
        return text.substring(first, shifted.length * Byte.SIZE / 6);
    }

    private void addText(String what, String text) {
        TEXTS.forEach(charset -> add(what, text.getBytes(charset)));
    }

    private void add(String what, byte[] bytes) {
        var prefix = prefix(bytes[0], bytes[1]);
        prefixes.set(prefix);
        byPrefix.computeIfAbsent(prefix, any -> new ArrayList<>()).add(new Needle(what, bytes));
    }

    private static int prefix(byte first, byte second) {
        return Byte.toUnsignedInt(first) << Byte.SIZE | Byte.toUnsignedInt(second);
    }

    /** @return file and form of each key that lies in a file below the folder, or in the file itself */
    Set<String> in(Path place) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(place)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                search(file, found);
            }
        }
        return found;
    }

    private void search(Path file, Set<String> found) throws IOException {
        try (var channel = FileChannel.open(file)) {
            var content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            for (var at = 0; at + PREFIX <= content.limit(); at++) {
                var prefix = prefix(content.get(at), content.get(at + 1));
                if (prefixes.get(prefix)) {
                    for (var needle : byPrefix.getOrDefault(prefix, List.of())) {
                        if (matches(content, at, needle.bytes())) {
                            found.add(file + ": " + needle.what());
                        }
                    }
                }
            }
        }
    }

    private static boolean matches(MappedByteBuffer content, int at, byte[] bytes) {
        if (at + bytes.length > content.limit()) {
            return false;
        }
        for (var index = PREFIX; index < bytes.length; index++) {
            if (content.get(at + index) != bytes[index]) {
                return false;
            }
        }
        return true;
    }
}
