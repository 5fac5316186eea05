package dev.caravan.emulator.wire.tls;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A certificate as people and SDKs send it: PEM, base64 of DER, or base64 of PEM (the C SDK does that). */
public final class CertificateText {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private CertificateText() {}

    /**
     * The DER bytes, not yet parsed.
     *
     * @throws IllegalArgumentException when the text is none of the three
     */
    public static byte[] der(String text) {
        if (text.contains(BEGIN)) {
            return ofPem(text);
        }
        var bytes = base64(text);
        var inner = new String(bytes, 0, Math.min(bytes.length, BEGIN.length()), StandardCharsets.ISO_8859_1);
        return inner.equals(BEGIN) ? ofPem(new String(bytes, StandardCharsets.ISO_8859_1)) : bytes;
    }

    private static byte[] ofPem(String pem) {
        var from = pem.indexOf(BEGIN) + BEGIN.length();
        var to = pem.indexOf(END, from);
        if (to < 0) {
            throw new IllegalArgumentException("the certificate has no end line");
        }
        return base64(pem.substring(from, to));
    }

    private static byte[] base64(String text) {
        var compact = text.replaceAll("\\s", "");
        if (compact.isEmpty()) {
            throw new IllegalArgumentException("the certificate is empty");
        }
        return Base64.getDecoder().decode(compact);
    }
}
