package dev.caravan.custody;

import java.nio.file.Path;
import java.util.List;

import dev.caravan.certificate.CertificateTools;

/**
 * How private keys leave the hub ({@code caravan.custody}).
 *
 * @param stationCertificates PEM files, each with the certificate of a flashing station: every key is sealed for all of
 *     them; when empty, no key is made
 * @param contents what is in the envelope
 */
public record CustodySettings(List<Path> stationCertificates, Contents contents) {

    static final String STATIONS = "caravan.custody.station-certificates";

    public CustodySettings {
        stationCertificates = List.copyOf(stationCertificates);
    }

    /**
     * The way out that is configured.
     *
     * @throws IllegalArgumentException if a station's certificate is not one to seal for
     */
    public IdentityExit exit(Path work, Path outbox, CertificateTools tools) {
        return stationCertificates.isEmpty()
                ? new NoIdentityExit()
                : new SealedIdentities(work, outbox, StationSeal.of(stationCertificates, tools), contents);
    }
}
