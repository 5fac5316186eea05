package dev.caravan.hub;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.Issuers;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.est.EstDesk;
import dev.caravan.hub.access.Credentials;
import dev.caravan.hub.access.EstCredentials;
import dev.caravan.hub.access.StationCredentials;
import dev.caravan.hub.api.EstRoutes;
import dev.caravan.hub.tls.ServerCertificate;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.ledger.AwaitedRequests;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.LedgerDatabase;

/** Serves boards that ask for their certificates over EST, and the stations that ask for them. */
@Configuration(proxyBeanMethods = false)
class EstWiring {

    private final HubSettings settings;

    EstWiring(HubSettings settings) {
        this.settings = settings;
    }

    /** Before passwords: an API key is none of a local user's. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    Credentials estCredentials(AccessKeys keys) {
        return new EstCredentials(keys);
    }

    @Bean
    StationCredentials stationCredentials(Clock clock) {
        return new StationCredentials(settings.access().stations(), clock);
    }

    @Bean
    GivenKeyRules givenKeyRules(CertificateTools tools, Issuers issuers, ServerCertificate server) {
        return settings.intake().keys(tools, new OwnKeys(issuers, server, settings));
    }

    @Bean
    EstRoutes estRoutes(
            LedgerDatabase database,
            Boards boards,
            BoardIssuers leaves,
            Issuers issuers,
            IssuingAuthorities authorities,
            GivenKeyRules rules) {
        var awaited = new AwaitedRequests(database, settings.chunkRows());
        return new EstRoutes(new EstDesk(boards, awaited, leaves, issuers, authorities, rules), awaited);
    }
}
