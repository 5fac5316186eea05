package dev.caravan.hub;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.hub.api.BoardListApi;
import dev.caravan.hub.api.BoardListRoutes;
import dev.caravan.hub.api.Downloads;
import dev.caravan.ledger.BoardLists;
import dev.caravan.ledger.LedgerDatabase;

/** Puts together what lists boards. */
@Configuration(proxyBeanMethods = false)
class ListWiring {

    @Bean
    BoardListApi boardListApi() {
        return new BoardListApi();
    }

    @Bean
    Downloads downloads() {
        return new Downloads();
    }

    @Bean
    BoardListRoutes boardListRoutes(LedgerDatabase database, Downloads downloads) {
        return new BoardListRoutes(new BoardLists(database), downloads);
    }
}
