package dev.caravan.custody;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.Thumbprint;

/**
 * Seals content so that only the flashing stations can open it: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC
 * 5084), a new content key and, for EC, a new ephemeral key in each envelope. Any number of threads may seal at once.
 */
public final class StationSeal {

    private static final Logger LOG = LoggerFactory.getLogger(StationSeal.class);

    private final List<StationCertificate> stations;
    private final List<Recipient> recipients;
    private final CertificateTools tools;

    private StationSeal(List<StationCertificate> stations, List<Recipient> recipients, CertificateTools tools) {
        this.stations = stations;
        this.recipients = recipients;
        this.tools = tools;
    }

    /**
     * Reads and checks the certificates, and says in the log whose they are.
     *
     * @param files at least one
     * @throws IllegalArgumentException naming the setting, the file, the rule that it breaks, and the value
     */
    public static StationSeal of(List<Path> files, CertificateTools tools) {
        var stations = files.stream()
                .map(file -> StationCertificate.read(file, tools.clock().instant()))
                .toList();
        var recipients =
                stations.stream().map(station -> Recipient.of(station, tools)).toList();
        for (var station : stations) {
            LOG.atInfo()
                    .addKeyValue("file", station.file())
                    .addKeyValue("subject", station.certificate().getSubjectX500Principal())
                    .addKeyValue("sha256", Thumbprint.of(station.certificate()))
                    .addKeyValue("until", station.certificate().getNotAfter().toInstant())
                    .log("private keys are sealed for this station");
        }
        return new StationSeal(stations, recipients, tools);
    }

    /** @throws KeyCustodyException if a station's certificate has expired since the hub was started */
    void requireValid() {
        for (var station : stations) {
            var expiry = station.notValidBecause(tools.clock().instant());
            if (expiry != null) {
                throw new KeyCustodyException(
                        StationCertificate.refusal(station.file(), expiry).getMessage()
                                + ". No key is made until the station's new certificate is configured and the hub started again");
            }
        }
    }

    /** @return the envelope, DER; of the content nothing is kept */
    public byte[] seal(byte[] content) {
        try {
            var generator = new CMSAuthEnvelopedDataGenerator();
            for (var recipient : recipients) {
                generator.addRecipientInfoGenerator(recipient.info());
            }
            var encryptor = (OutputAEADEncryptor) new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                    .setProvider("SunJCE")
                    .setSecureRandom(tools.random())
                    .build();
            return generator
                    .generate(new CMSProcessableByteArray(content), encryptor)
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (CMSException | IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("an identity could not be sealed: " + failure, failure);
        }
    }
}
