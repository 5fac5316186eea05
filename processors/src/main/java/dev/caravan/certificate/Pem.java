package dev.caravan.certificate;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** PEM text (RFC 7468) of certificates and unencrypted keys. */
public final class Pem {

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** One block for each certificate, in the order given. */
    public static String of(Collection<X509Certificate> certificates) {
        var text = new StringBuilder();
        certificates.forEach(certificate ->
                text.append(new String(block(CERTIFICATE, der(certificate)), StandardCharsets.US_ASCII)));
        return text.toString();
    }

    /** One block of text, as an array, because what is a secret must be overwritten. */
    public static byte[] block(String label, byte[] der) {
        var begin = ascii("-----BEGIN " + label + "-----\n");
        var lines = LINES.encode(der);
        var end = ascii("\n-----END " + label + "-----\n");
        var block = ByteBuffer.allocate(begin.length + lines.length + end.length)
                .put(begin)
                .put(lines)
                .put(end)
                .array();
        Arrays.fill(lines, (byte) 0);
        return block;
    }

    /** Both texts; the arrays stay the caller's. */
    public static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The first certificate of a text, whatever stands before it, a key for instance.
     *
     * @throws CertificateException if there is none, or it cannot be read
     */
    public static X509Certificate firstCertificate(byte[] pem) throws CertificateException {
        var text = new String(pem, StandardCharsets.US_ASCII);
        int start = text.indexOf("-----BEGIN " + CERTIFICATE + "-----");
        if (start < 0) {
            throw new CertificateException("there is no certificate in this PEM text");
        }
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem, start, pem.length - start));
    }

    /**
     * All certificates of a text in their order, and nothing else that is in it.
     *
     * @throws CertificateException if one cannot be read
     */
    public static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
        var text = new String(pem, StandardCharsets.US_ASCII);
        int start = text.indexOf("-----BEGIN " + CERTIFICATE + "-----");
        if (start < 0) {
            throw new CertificateException("there is no certificate in this PEM text");
        }
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem, start, pem.length - start))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /**
     * A board's certificate as the ledger keeps it.
     *
     * @param base64Der without line ends
     * @throws CertificateException if it cannot be read
     */
    public static X509Certificate ofBoard(String base64Der) throws CertificateException {
        try {
            var der = Base64.getDecoder().decode(base64Der);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IllegalArgumentException noBase64) {
            throw new CertificateException("not base64", noBase64);
        }
    }

    /** The certificate's own bytes. */
    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
