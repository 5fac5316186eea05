package dev.caravan.hub;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.activation.TwinCatchUp;
import dev.caravan.enrollment.Dps;
import dev.caravan.hub.api.FirstBootApi;
import dev.caravan.hub.api.ReportRoutes;
import dev.caravan.hub.registration.FirstBootRoutes;
import dev.caravan.hub.registration.GatewayCredentials;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.LateTwins;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.registration.Lookout;
import dev.caravan.registration.Registrar;
import dev.caravan.registry.Registries;

/** Puts together what sees that boards have registered. */
@Configuration(proxyBeanMethods = false)
class RegistrationWiring {

    @Bean
    FirstBoots firstBoots(LedgerDatabase database) {
        return new FirstBoots(database);
    }

    @Bean
    Registrar registrar(Boards boards, FirstBoots firstBoots, Clock clock) {
        return new Registrar(boards, firstBoots, clock);
    }

    @Bean
    TwinCatchUp twinCatchUp(Boards boards, LedgerDatabase database, Registries registries) {
        return new TwinCatchUp(boards, new LateTwins(database), registries);
    }

    @Bean
    GatewayCredentials gatewayCredentials(HubSettings settings, Clock clock) {
        return new GatewayCredentials(settings.access().gateways(), clock);
    }

    @Bean
    FirstBootApi firstBootApi() {
        return new FirstBootApi();
    }

    @Bean
    ReportRoutes reportRoutes(Registrar registrar) {
        return new ReportRoutes(registrar);
    }

    @Bean
    FirstBootRoutes firstBootRoutes(
            FirstBoots firstBoots, Dps dps, Registrar registrar, TwinCatchUp catchUp, HubSettings settings) {
        var perMinute = settings.dps().firstBootsPerMinute();
        return new FirstBootRoutes(new Lookout(firstBoots, dps, registrar, perMinute), catchUp);
    }
}
