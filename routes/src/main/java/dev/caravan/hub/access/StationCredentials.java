package dev.caravan.hub.access;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.Credential;

/**
 * Certificates that stations show in TLS. The server has seen that the station holds the private key; here it counts whose
 * certificate it is: exactly one of the configuration, and valid now. What the same authority has signed for others is
 * nobody's. Whoever says in a header who he is, is that.
 */
public final class StationCredentials implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(StationCredentials.class);
    private static final String SHOWN = "jakarta.servlet.request.X509Certificate";

    private final Map<X509Certificate, Principal> stations = new HashMap<>();
    private final Clock clock;

    /**
     * Reads the stations' certificates.
     *
     * @throws IllegalArgumentException if one cannot be used, or is two stations'
     */
    public StationCredentials(List<StationSettings> stations, Clock clock) {
        this.clock = clock;
        for (var station : stations) {
            for (var chain : station.chains()) {
                var principal = new Principal("station:" + station.name(), Role.STATION, Set.of());
                if (this.stations.putIfAbsent(chain.get(0), principal) != null) {
                    throw new IllegalArgumentException(
                            "caravan.access.stations[].certificate-files: each certificate must be there once, but one of "
                                    + station.name() + " is there twice");
                }
            }
        }
    }

    @Override
    public Admission admit(HttpServletRequest request) {
        if (request.getHeader(ApiFront.KEY_HEADER) != null
                || request.getHeader("Authorization") != null
                || !(request.getAttribute(SHOWN) instanceof X509Certificate[] chain)) {
            return new Admission.Nobody();
        }
        var station = stations.get(chain[0]);
        if (station == null || !isValid(chain[0], station)) {
            return new Admission.Nobody();
        }
        return new Admission.Known(station, Credential.CERTIFICATE);
    }

    private boolean isValid(X509Certificate certificate, Principal station) {
        var now = clock.instant();
        var from = certificate.getNotBefore().toInstant();
        var to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(to)) {
            LOG.atWarn()
                    .addKeyValue("principal", station.name())
                    .log("a station's certificate opens nothing: it is valid from {} to {}", from, to);
            return false;
        }
        return true;
    }
}
