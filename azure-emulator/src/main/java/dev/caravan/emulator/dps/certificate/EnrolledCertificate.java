package dev.caravan.emulator.dps.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;
import dev.caravan.emulator.wire.tls.CertificateText;

/**
 * A certificate the service keeps. Nothing but its bytes is stored: a million of them should fit in memory, and what is
 * asked of one is asked seldom.
 */
public final class EnrolledCertificate {

    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

    private final byte[] der;
    private final @Nullable String disguise;

    private EnrolledCertificate(byte[] der, @Nullable String disguise) {
        this.der = der;
        this.disguise = disguise;
    }

    /** Parses what a client sent, in any of its forms; 400 when it is no certificate. */
    public static EnrolledCertificate parse(String text) {
        var certificate = new EnrolledCertificate(derIn(text), null);
        holder(certificate.der);
        return certificate;
    }

    /** As {@link #parse}, and 400 too when its common name is another one (documented). */
    public static EnrolledCertificate parse(String text, String commonName) {
        var certificate = new EnrolledCertificate(derIn(text), null);
        if (!commonNameOf(holder(certificate.der).getSubject()).equals(commonName)) {
            throw DpsError.invalid("The certificate's common name must equal the registrationId.");
        }
        return certificate;
    }

    /** Bytes that are a certificate, or 400. */
    public static EnrolledCertificate ofDer(byte[] der) {
        holder(der);
        return new EnrolledCertificate(der.clone(), null);
    }

    /** All there is to it. */
    public ObjectNode archive() {
        var archived = Json.object().put("der", der);
        return disguise == null ? archived : archived.put("disguise", disguise);
    }

    /** What {@link #archive} wrote. */
    public static EnrolledCertificate of(Item archived) {
        var der = archived.bytes("der");
        try {
            holder(der);
        } catch (DpsError notACertificate) {
            throw new IllegalArgumentException("der is no certificate", notACertificate);
        }
        return new EnrolledCertificate(der, archived.maybeText("disguise"));
    }

    private static byte[] derIn(String text) {
        try {
            return CertificateText.der(text);
        } catch (IllegalArgumentException notBase64) {
            throw notACertificate();
        }
    }

    private static X509CertificateHolder holder(byte[] der) {
        try {
            return new X509CertificateHolder(der);
        } catch (IOException | IllegalArgumentException broken) {
            throw notACertificate();
        }
    }

    private static DpsError notACertificate() {
        return DpsError.invalid("The certificate is not a valid base64 string value of an X.509 certificate.");
    }

    /** The same certificate under a thumbprint that is not its own: a fault wants it so. */
    public EnrolledCertificate withThumbprint(String thumbprint) {
        return new EnrolledCertificate(der, thumbprint.toUpperCase(Locale.ROOT));
    }

    /** The bytes, as a copy. */
    public byte[] der() {
        return der.clone();
    }

    /** Upper-case hex of SHA-256 over the bytes (seen), unless a fault has put another in its place. */
    public String sha256() {
        return disguise == null ? fingerprint("SHA-256") : disguise;
    }

    /** For those who check signatures with it. */
    public X509Certificate x509() {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** The eight members of the schema, in the order of the recordings: all that is ever shown (seen). */
    public ObjectNode info() {
        var holder = holder(der);
        return Json.object()
                .put("subjectName", holder.getSubject().toString())
                .put("sha1Thumbprint", fingerprint("SHA-1"))
                .put("sha256Thumbprint", sha256())
                .put("issuerName", holder.getIssuer().toString())
                .put("notBeforeUtc", Stamps.wholeSeconds(holder.getNotBefore().toInstant()))
                .put("notAfterUtc", Stamps.wholeSeconds(holder.getNotAfter().toInstant()))
                .put(
                        "serialNumber",
                        UPPER_HEX.formatHex(holder.getSerialNumber().toByteArray()))
                .put("version", holder.getVersionNumber());
    }

    private static String commonNameOf(X500Name name) {
        var names = name.getRDNs(BCStyle.CN);
        return names.length > 0 && names[0].getFirst().getValue() instanceof ASN1String text ? text.getString() : "";
    }

    private String fingerprint(String algorithm) {
        try {
            return UPPER_HEX.formatHex(MessageDigest.getInstance(algorithm).digest(der));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
