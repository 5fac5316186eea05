package dev.caravan.emulator.dps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.tls.CertificateText;

/**
 * A certificate in an enrollment. What is shown of it is made when it is asked for: a million of them should fit in
 * memory.
 *
 * @param sha256 upper-case hex of SHA-256 over the DER bytes (seen); a fault may have put another in its place
 */
record EnrolledCertificate(byte[] der, String commonName, String sha256) {

    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

    /** Parses what a client sent; 400 when it is no certificate. */
    static EnrolledCertificate parse(String text) {
        try {
            return ofDer(CertificateText.der(text));
        } catch (IllegalArgumentException | IOException notACertificate) {
            throw DpsError.invalid("The certificate is not a valid base64 string value of an X.509 certificate.");
        }
    }

    static EnrolledCertificate ofDer(byte[] der) throws IOException {
        var subject = new X509CertificateHolder(der).getSubject();
        return new EnrolledCertificate(der, commonNameOf(subject), fingerprint("SHA-256", der));
    }

    /** The same certificate under a thumbprint that is not its own. */
    EnrolledCertificate withThumbprint(String thumbprint) {
        return new EnrolledCertificate(der, commonName, thumbprint.toUpperCase(Locale.ROOT));
    }

    /** The eight members of the schema, in the order of the recordings: all that is ever shown (seen). */
    ObjectNode info() {
        try {
            var holder = new X509CertificateHolder(der);
            return Json.object()
                    .put("subjectName", holder.getSubject().toString())
                    .put("sha1Thumbprint", fingerprint("SHA-1", der))
                    .put("sha256Thumbprint", sha256)
                    .put("issuerName", holder.getIssuer().toString())
                    .put(
                            "notBeforeUtc",
                            Stamps.wholeSeconds(holder.getNotBefore().toInstant()))
                    .put("notAfterUtc", Stamps.wholeSeconds(holder.getNotAfter().toInstant()))
                    .put(
                            "serialNumber",
                            UPPER_HEX.formatHex(holder.getSerialNumber().toByteArray()))
                    .put("version", holder.getVersionNumber());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String commonNameOf(X500Name name) {
        return Arrays.stream(name.getRDNs(BCStyle.CN))
                .findFirst()
                .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()))
                .orElse("");
    }

    private static String fingerprint(String algorithm, byte[] der) {
        try {
            return UPPER_HEX.formatHex(MessageDigest.getInstance(algorithm).digest(der));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
