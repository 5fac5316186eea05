package dev.caravan.certificate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** What DPS and the ledger know a certificate by: SHA-256 over its DER, 64 upper-case hexadecimal digits. */
public final class Thumbprint {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Thumbprint() {}

    public static String of(X509Certificate certificate) {
        return of(Pem.der(certificate));
    }

    /** @param certificate DER */
    public static String of(byte[] certificate) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
