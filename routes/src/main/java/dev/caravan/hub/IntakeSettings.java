package dev.caravan.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

import dev.caravan.batch.Signatures;
import dev.caravan.sftp.SftpSettings;

/**
 * Which batch files are taken ({@code caravan.intake}).
 *
 * @param trustedSigners PEM files of the certificates whose owners may sign; empty: no signature is asked for
 * @param sftp a server that files are fetched from, if any
 */
public record IntakeSettings(List<Path> trustedSigners, SftpSettings sftp) {

    public IntakeSettings {
        trustedSigners = List.copyOf(trustedSigners);
    }

    Signatures signatures(Clock clock) {
        return new Signatures(
                trustedSigners.stream().map(IntakeSettings::certificate).toList(), clock);
    }

    private static X509Certificate certificate(Path file) {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.intake.trusted-signers: " + file + " cannot be read as a certificate in PEM", unreadable);
        }
    }
}
