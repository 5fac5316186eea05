package dev.caravan.hub;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.hub.api.BoardQueries;
import dev.caravan.hub.api.MetadataApi;
import dev.caravan.hub.api.MetadataRoutes;
import dev.caravan.ledger.HubTally;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.preparation.HubChooser;
import dev.caravan.preparation.MetadataSchemas;
import dev.caravan.preparation.Preparer;

/** Puts together what makes an activation of a request. */
@Configuration(proxyBeanMethods = false)
class PreparationWiring {

    @Bean
    MetadataSchemas metadataSchemas(HubSettings settings) {
        return new MetadataSchemas(settings.metadata());
    }

    @Bean
    Preparer preparer(MetadataSchemas schemas, HubSettings settings, LedgerDatabase database) {
        return new Preparer(schemas, new HubChooser(settings.hubChoice(), new HubTally(database)::boards));
    }

    @Bean
    MetadataApi metadataApi() {
        return new MetadataApi();
    }

    @Bean
    MetadataRoutes metadataRoutes(MetadataSchemas schemas, BoardQueries boards) {
        return new MetadataRoutes(schemas, boards);
    }
}
