package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.caravan.batch.Signatures;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.KnownKeys;
import dev.caravan.sftp.SftpSettings;

/**
 * Which batch files are taken ({@code caravan.intake}).
 *
 * @param trustedSigners PEM files of the certificates whose owners may sign; empty: no signature is asked for
 * @param trustedCertificateIssuers PEM files of the authorities whose certificates a board may bring; empty: whoever's
 * @param knownWeakKeys lists of keys that no board may have, because others have them too
 * @param sftp a server that files are fetched from, if any
 */
public record IntakeSettings(
        List<Path> trustedSigners, List<Path> trustedCertificateIssuers, List<Path> knownWeakKeys, SftpSettings sftp) {

    public IntakeSettings {
        trustedSigners = List.copyOf(trustedSigners);
        trustedCertificateIssuers = List.copyOf(trustedCertificateIssuers);
        knownWeakKeys = List.copyOf(knownWeakKeys);
    }

    Signatures signatures(Clock clock) {
        return new Signatures(certificates("trusted-signers", trustedSigners), clock);
    }

    /** @param ours keys that are the hub's and its stations', and whose each is */
    GivenKeyRules keys(CertificateTools tools, Supplier<Map<PublicKey, String>> ours) {
        var trusted = certificates("trusted-certificate-issuers", trustedCertificateIssuers);
        return new GivenKeyRules(tools, trusted, new KnownKeys(knownWeakKeys, ours));
    }

    private static List<X509Certificate> certificates(String key, List<Path> files) {
        return files.stream().map(file -> certificate(key, file)).toList();
    }

    private static X509Certificate certificate(String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.intake." + key + ": " + file + " cannot be read as a certificate in PEM", unreadable);
        }
    }
}
