package dev.caravan.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.caravan.certificate.CertificateAuthority;
import dev.caravan.certificate.Issuers;
import dev.caravan.hub.tls.ServerCertificate;

/** The public keys of the hub and of its stations, as they are at the moment: a board that had one would be one of them. */
final class OwnKeys implements Supplier<Map<PublicKey, String>> {

    private final Issuers issuers;
    private final ServerCertificate server;
    private final Map<PublicKey, String> stations = new HashMap<>();

    /** Reads the stations' certificates, which other parts have judged before. */
    OwnKeys(Issuers issuers, ServerCertificate server, HubSettings settings) {
        this.issuers = issuers;
        this.server = server;
        for (var file : settings.custody().stationCertificates()) {
            stations.put(certificate(file).getPublicKey(), "the station of " + file);
        }
        for (var station : settings.access().stations()) {
            station.chains().forEach(chain -> stations.put(key(chain), "the station " + station.name()));
        }
    }

    private static PublicKey key(List<X509Certificate> chain) {
        return chain.get(0).getPublicKey();
    }

    private static X509Certificate certificate(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "caravan.custody.station-certificates: " + file + " cannot be read", unreadable);
        }
    }

    @Override
    public Map<PublicKey, String> get() {
        var all = new HashMap<>(stations);
        for (CertificateAuthority authority : issuers.all()) {
            for (var certificate : authority.chain()) {
                all.put(certificate.getPublicKey(), "the authority " + certificate.getSubjectX500Principal());
            }
        }
        server.shown().ifPresent(certificate -> all.put(certificate.getPublicKey(), "the hub's server"));
        return all;
    }
}
