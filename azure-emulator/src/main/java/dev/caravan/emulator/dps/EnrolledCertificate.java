package dev.caravan.emulator.dps;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.tls.CertificateText;

/**
 * A certificate in an enrollment. Only {@link #info} is ever shown (seen).
 *
 * @param sha256 upper-case hex of SHA-256 over the DER bytes (seen); a fault may have put another in its place
 * @param info the eight members of the schema, in the order of the recordings
 */
record EnrolledCertificate(byte[] der, String commonName, String sha256, ObjectNode info) {

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
        var holder = new X509CertificateHolder(der);
        if (!Arrays.equals(holder.getEncoded(), der)) {
            throw new IOException("more than one certificate");
        }
        var sha256 = fingerprint("SHA-256", der);
        return new EnrolledCertificate(
                der,
                commonNameOf(holder.getSubject()).orElse(""),
                sha256,
                infoOf(holder, fingerprint("SHA-1", der), sha256));
    }

    /** What hub identities and enrollments are matched by. */
    static String sha256(byte[] der) {
        return fingerprint("SHA-256", der);
    }

    /** The same certificate under a thumbprint that is not its own. */
    EnrolledCertificate withThumbprint(String thumbprint) {
        var other = thumbprint.toUpperCase(Locale.ROOT);
        return new EnrolledCertificate(der, commonName, other, info.deepCopy().put("sha256Thumbprint", other));
    }

    private static ObjectNode infoOf(X509CertificateHolder holder, String sha1, String sha256) {
        return Json.object()
                .put("subjectName", holder.getSubject().toString())
                .put("sha1Thumbprint", sha1)
                .put("sha256Thumbprint", sha256)
                .put("issuerName", holder.getIssuer().toString())
                .put("notBeforeUtc", Stamps.wholeSeconds(holder.getNotBefore().toInstant()))
                .put("notAfterUtc", Stamps.wholeSeconds(holder.getNotAfter().toInstant()))
                .put(
                        "serialNumber",
                        UPPER_HEX.formatHex(holder.getSerialNumber().toByteArray()))
                .put("version", holder.getVersionNumber());
    }

    private static Optional<String> commonNameOf(X500Name name) {
        return Arrays.stream(name.getRDNs(BCStyle.CN))
                .findFirst()
                .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()));
    }

    private static String fingerprint(String algorithm, byte[] der) {
        try {
            return UPPER_HEX.formatHex(MessageDigest.getInstance(algorithm).digest(der));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
