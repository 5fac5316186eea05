package dev.caravan.hub;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.hub.api.BoardQueries;
import dev.caravan.hub.api.ConsigneeApi;
import dev.caravan.hub.api.ConsigneeRoutes;
import dev.caravan.ledger.Assignments;
import dev.caravan.ledger.LedgerDatabase;

/** Puts together what says whose things are: boards now. */
@Configuration
class PeopleWiring {

    @Bean
    ConsigneeApi consigneeApi() {
        return new ConsigneeApi();
    }

    @Bean
    ConsigneeRoutes consigneeRoutes(LedgerDatabase database, BoardQueries boards) {
        return new ConsigneeRoutes(new Assignments(database), boards);
    }
}
