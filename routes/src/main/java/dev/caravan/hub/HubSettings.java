package dev.caravan.hub;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.caravan.activation.ActivationSettings;
import dev.caravan.callback.CallbackSettings;
import dev.caravan.custody.CustodySettings;
import dev.caravan.enrollment.DpsSettings;
import dev.caravan.hsm.TokenPlace;
import dev.caravan.hub.home.Folders;
import dev.caravan.hub.home.LedgerSettings;
import dev.caravan.hub.outbound.OutboundSettings;
import dev.caravan.lifecycle.LifecycleSettings;
import dev.caravan.preparation.HubChoiceSettings;
import dev.caravan.preparation.MetadataSettings;
import dev.caravan.reconciliation.ReconciliationSettings;
import dev.caravan.registry.RegistrySettings;
import dev.caravan.revocation.RevocationSettings;

/**
 * Everything under {@code caravan} in the configuration; an unknown key there stops the start. Defaults are in the
 * program's own hub.yaml, and config/hub.yaml says what each key means.
 *
 * @param chunkRows rows of a batch that go through the stages together, 1 to 500
 * @param lease how long a worker's claim on a chunk holds after its last write
 */
@ConfigurationProperties(prefix = "caravan", ignoreUnknownFields = false)
public record HubSettings(
        Folders folders,
        LedgerSettings ledger,
        IntakeSettings intake,
        HttpSettings http,
        AccessSettings access,
        DpsSettings dps,
        OutboundSettings outbound,
        TokenPlace token,
        CertificateSettings certificate,
        CustodySettings custody,
        ActivationSettings activation,
        RegistrySettings registry,
        LifecycleSettings lifecycle,
        RevocationSettings revocationList,
        MetadataSettings metadata,
        HubChoiceSettings hubChoice,
        ReconciliationSettings reconciliation,
        AuditSettings audit,
        EventSettings events,
        CallbackSettings callback,
        int chunkRows,
        Duration lease,
        Endpoints endpoint) {

    private static final int MOST_ROWS = 500;
    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(2);

    public HubSettings {
        require("folders", folders);
        require("ledger", ledger);
        require("intake", intake);
        require("http", http);
        require("access", access);
        require("dps", dps);
        require("outbound", outbound);
        require("token", token);
        require("certificate", certificate);
        require("custody", custody);
        require("activation.iot-hubs", activation);
        require("registry", registry);
        require("lifecycle", lifecycle);
        require("revocation-list", revocationList);
        require("metadata", metadata);
        require("hub-choice", hubChoice);
        require("reconciliation", reconciliation);
        require("audit", audit);
        require("events", events);
        require("callback", callback);
        require("lease", lease);
        require("endpoint", endpoint);
        hubChoice.requireHubs(activation.iotHubs());
        if (chunkRows < 1 || chunkRows > MOST_ROWS) {
            throw new IllegalArgumentException(
                    "caravan.chunk-rows must be 1 to " + MOST_ROWS + ", but is " + chunkRows);
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("caravan.lease must be at least 2m, but is " + lease);
        }
        var inToken =
                !certificate.inToken().isEmpty() || !custody.pickup().tokenKey().isEmpty();
        if (inToken && !token.isNamed()) {
            throw new IllegalArgumentException(
                    "caravan.certificate.token-key, or that of one of its issuers, or caravan.custody.pickup.token-key names a"
                            + " key, but caravan.token names no token");
        }
        if (!access.stations().isEmpty() && !http.tls().on()) {
            throw new IllegalArgumentException(
                    "caravan.access.stations names stations that come with a certificate in TLS, but caravan.http.tls names"
                            + " none for the hub");
        }
        if (callback.throughProxy() && outbound.proxy().type() == OutboundSettings.Proxy.Type.NONE) {
            throw new IllegalArgumentException(
                    "caravan.callback.through-proxy is set, but caravan.outbound.proxy names no proxy");
        }
        if (dps.deferral().compareTo(lease) > 0) {
            throw new IllegalArgumentException("caravan.dps.deferral must be at most caravan.lease, which is " + lease
                    + ", but is " + dps.deferral());
        }
    }

    /** The binder gives null for a section of which no key is set. */
    private static void require(String key, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("caravan." + key
                    + " is missing: config/hub.yaml, in the folder that the hub is started in, sets it");
        }
    }
}
