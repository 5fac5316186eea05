package dev.caravan.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** DER from a cell, a file or a request, where people write PEM, plain base64, or DER itself. */
final class SuppliedText {

    /** Of the DER of one object. A request for an RSA key with 8192 bits has 2.2 KB. */
    static final int LARGEST = 8 * 1024;

    private static final int DER_SEQUENCE = 0x30;
    private static final Pattern SECRET = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");

    private SuppliedText() {}

    /**
     * The objects, in the order of the text; there is at least one.
     *
     * @param label what stands behind BEGIN, as a regular expression
     */
    static List<byte[]> read(byte[] content, String what, String label) {
        if (content.length > 0 && content[0] == DER_SEQUENCE && !isText(content)) {
            return List.of(bounded(content, what));
        }
        var text = new String(content, StandardCharsets.ISO_8859_1);
        if (SECRET.matcher(text).find()) {
            throw new RefusedKeyException("there must be " + what
                    + " only, but a private key is with it: it is known to whoever has seen this; make a new one");
        }
        if (!text.contains("-----BEGIN ")) {
            return List.of(decode(text, what));
        }
        var blocks = new ArrayList<byte[]>();
        var found = Pattern.compile("-----BEGIN (" + label + ")-----([^-]*)-----END \\1-----")
                .matcher(text);
        while (found.find()) {
            blocks.add(decode(found.group(2), what));
        }
        if (blocks.isEmpty()) {
            throw new RefusedKeyException("there must be " + what + " in PEM or base64", text.strip());
        }
        return blocks;
    }

    /** Base64 text may begin with the letter that DER begins with too. */
    private static boolean isText(byte[] content) {
        for (var each : content) {
            if (each < ' ' && each != '\r' && each != '\n' && each != '\t') {
                return false;
            }
        }
        return true;
    }

    private static byte[] decode(String base64, String what) {
        try {
            return bounded(Base64.getDecoder().decode(base64.replaceAll("\\s", "")), what);
        } catch (IllegalArgumentException garbage) {
            throw new RefusedKeyException("there must be " + what + " in PEM or base64", base64.strip());
        }
    }

    private static byte[] bounded(byte[] der, String what) {
        if (der.length > LARGEST) {
            throw new RefusedKeyException(what + " must have at most " + LARGEST + " bytes", der.length);
        }
        return der;
    }
}
