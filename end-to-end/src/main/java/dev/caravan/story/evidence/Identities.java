package dev.caravan.story.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * The identities that a batch delivered.
 *
 * @param files by GUID
 */
public record Identities(TreeMap<String, Path> files) {

    private static final String SUFFIX = ".pem";

    /** Everything that ends in {@code .pem} below the batch's folder in the outbox. */
    public static Identities in(Path outbox) {
        var files = new TreeMap<String, Path>();
        if (Files.isDirectory(outbox)) {
            try (var all = Files.walk(outbox)) {
                all.filter(file -> file.toString().endsWith(SUFFIX)).forEach(file -> files.put(guid(file), file));
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot list " + outbox, failure);
            }
        }
        return new Identities(files);
    }

    private static String guid(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** The board's identity; untrue when it was not delivered. */
    public Path file(String guid) {
        var file = files.get(guid);
        if (file == null) {
            throw new UntrueException("identities in the outbox", "one for " + guid, String.valueOf(files.keySet()));
        }
        return file;
    }

    /** SHA-256 of each leaf, upper-case hexadecimal, by GUID. */
    public TreeMap<String, String> thumbprints() {
        var thumbprints = new TreeMap<String, String>();
        files.forEach((guid, file) -> thumbprints.put(guid, thumbprint(guid, file)));
        return thumbprints;
    }

    private static String thumbprint(String guid, Path file) {
        var leaf = leaf(file);
        Claim.same(
                "common name in " + file,
                "CN=" + guid,
                leaf.getSubjectX500Principal().getName());
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the certificate in " + file + " cannot be digested", broken);
        }
    }

    private static X509Certificate leaf(Path file) {
        try {
            var text = Files.readString(file);
            var begin = text.indexOf("-----BEGIN CERTIFICATE-----");
            Claim.holds(
                    file + " holds a key, sealed or in the clear, and a certificate",
                    begin > 0 && (text.contains("-----BEGIN CMS-----") || text.contains(" PRIVATE KEY-----")),
                    begin);
            var pem = text.substring(begin).getBytes(StandardCharsets.US_ASCII);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no certificate in " + file, broken);
        }
    }

    /** Nobody but the owner can read or write any of them. */
    public void mustBeOwnerOnly() {
        for (var file : files.values()) {
            try {
                Claim.same(
                        "mode of " + file,
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot look at " + file, failure);
            }
        }
    }
}
