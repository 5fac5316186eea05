package dev.caravan.hub;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.Issuers;
import dev.caravan.hub.api.RevocationListRoutes;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Revocations;
import dev.caravan.revocation.PublishedLists;

/** What publishes the lists of revoked certificates. */
@Configuration(proxyBeanMethods = false)
class RevocationWiring {

    @Bean
    PublishedLists publishedLists(
            Issuers issuers, LedgerDatabase database, CertificateTools tools, HubSettings settings) {
        return new PublishedLists(
                issuers::all, new Revocations(database), settings.revocationList(), tools, System::nanoTime);
    }

    @Bean
    RevocationListRoutes revocationListRoutes(PublishedLists lists) {
        return new RevocationListRoutes(lists);
    }
}
