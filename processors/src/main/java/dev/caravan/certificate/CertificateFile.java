package dev.caravan.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A file of certificates in PEM. */
final class CertificateFile {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private CertificateFile() {}

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    /** All that are in it, in its order; at least one. Whatever else is in it, a key for instance, is not looked at. */
    static List<X509Certificate> read(Path file) {
        try {
            var blocks =
                    BLOCK.matcher(text(file)).results().map(MatchResult::group).collect(Collectors.joining("\n"));
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(blocks.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new CertificateException("there is no certificate in it");
            }
            return certificates;
        } catch (CertificateException unreadable) {
            throw new CertificateAuthorityException(
                    file + ": cannot be read as certificates in PEM: " + unreadable.getMessage(), unreadable);
        }
    }
}
