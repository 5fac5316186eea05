package dev.caravan.reconciliation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.Thumbprint;

/**
 * The first certificate of a file, PEM or DER; a private key beside it is not looked at.
 *
 * @param leaf base64 DER
 */
record CertificateFile(Path file, String thumbprint, String leaf, X509Certificate certificate) {

    private static final long LARGEST = 64 * 1024L;

    /** @throws CertificateException if there is none, or the file cannot be read; the message names the file */
    static CertificateFile read(Path file) throws CertificateException {
        byte[] content = {};
        try {
            if (Files.size(file) > LARGEST) {
                throw new CertificateException("it is too large for an identity");
            }
            content = Files.readAllBytes(file);
            var certificate = parse(content);
            return new CertificateFile(
                    file,
                    Thumbprint.of(certificate),
                    Base64.getEncoder().encodeToString(certificate.getEncoded()),
                    certificate);
        } catch (CertificateException | IOException unreadable) {
            throw new CertificateException(file + " cannot be used: " + unreadable.getMessage(), unreadable);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static X509Certificate parse(byte[] content) throws CertificateException {
        return new String(content, StandardCharsets.US_ASCII).contains("-----BEGIN ")
                ? Pem.firstCertificate(content)
                : parseDer(content);
    }

    private static X509Certificate parseDer(byte[] content) throws CertificateException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(content));
        } catch (CertificateException other) {
            throw new CertificateException("there is no certificate in it, neither PEM nor DER", other);
        }
    }

    /** Whether DPS lets the board in with it: the common name must be the registrationId. */
    boolean isFor(BoardGuid guid) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .anyMatch(part -> part.getType().equalsIgnoreCase("CN")
                                    && guid.value().equalsIgnoreCase(String.valueOf(part.getValue())));
        } catch (InvalidNameException unreadable) {
            return false;
        }
    }
}
