package dev.caravan.hub;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.enrollment.Dps;
import dev.caravan.hub.registration.FirstBootRoutes;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.registration.Lookout;
import dev.caravan.registration.Registrar;

/** Puts together what sees that boards have registered. */
@Configuration
class RegistrationWiring {

    @Bean
    FirstBoots firstBoots(LedgerDatabase database) {
        return new FirstBoots(database);
    }

    @Bean
    Registrar registrar(Boards boards, FirstBoots firstBoots) {
        return new Registrar(boards, firstBoots);
    }

    @Bean
    FirstBootRoutes firstBootRoutes(FirstBoots firstBoots, Dps dps, Registrar registrar, HubSettings settings) {
        return new FirstBootRoutes(
                new Lookout(firstBoots, dps, registrar, settings.dps().firstBootsPerMinute()));
    }
}
