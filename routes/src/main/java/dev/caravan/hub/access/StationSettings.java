package dev.caravan.hub.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A flashing station that comes with a certificate of its own, in TLS ({@code caravan.access.stations[n]}).
 *
 * @param name as it is written down
 * @param certificateFiles PEM, the station's certificate first, those that lead to its authority behind it: one file, or two
 *     while it is being changed
 */
public record StationSettings(
        @DefaultValue("") String name, @DefaultValue List<Path> certificateFiles) {

    private static final String KEY = "caravan.access.stations[].";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
    private static final int MOST_FILES = 2;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int LEAST_RSA_BITS = 2048;
    private static final Set<Integer> EC_BITS = Set.of(256, 384);
    private static final Set<String> CLIENT =
            Set.of(KeyPurposeId.id_kp_clientAuth.getId(), KeyPurposeId.anyExtendedKeyUsage.getId());

    public StationSettings {
        certificateFiles = List.copyOf(certificateFiles);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    KEY + "name must have 1 to 63 lower-case letters, digits, dots and hyphens, but is '" + name + "'");
        }
        if (certificateFiles.isEmpty() || certificateFiles.size() > MOST_FILES) {
            throw new IllegalArgumentException(KEY + "certificate-files must name one or two files for " + name
                    + ", but names " + certificateFiles);
        }
    }

    /**
     * Reads its certificates, each with those behind it. One that is not valid today is none the less read: it opens nothing.
     *
     * @throws IllegalArgumentException naming setting, station, file and rule
     */
    public List<List<X509Certificate>> chains() {
        return certificateFiles.stream().map(this::chain).toList();
    }

    private List<X509Certificate> chain(Path file) {
        try {
            var content = Files.readAllBytes(file);
            require(
                    !new String(content, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY-----"),
                    file,
                    "hold certificates only, but a private key is in it: it belongs on the station and nowhere else;"
                            + " make a new one there");
            var chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            require(!chain.isEmpty(), file, "hold a certificate in PEM");
            requireClient(chain.get(0), file);
            return chain;
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    refusal(file, "hold a certificate in PEM, but cannot be read"), unreadable);
        }
    }

    private void requireClient(X509Certificate certificate, Path file) throws CertificateException {
        require(
                isStrong(certificate),
                file,
                "begin with a certificate for a key on P-256 or P-384, or RSA of 2048 bits or more");
        var usage = certificate.getKeyUsage();
        require(usage == null || usage[DIGITAL_SIGNATURE], file, "allow digitalSignature, where it has a key usage");
        var purposes = certificate.getExtendedKeyUsage();
        require(
                purposes == null || purposes.stream().anyMatch(CLIENT::contains),
                file,
                "allow clientAuth, where it has an extended key usage");
    }

    private static boolean isStrong(X509Certificate certificate) {
        var key = certificate.getPublicKey();
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                || key instanceof ECPublicKey ec
                        && EC_BITS.contains(ec.getParams().getOrder().bitLength());
    }

    private void require(boolean condition, Path file, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(refusal(file, rule));
        }
    }

    private String refusal(Path file, String rule) {
        return KEY + "certificate-files: " + file + " of " + name + " must " + rule;
    }
}
