package dev.caravan.hub;

import java.security.SecureRandom;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.activation.Activator;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.NewIdentities;
import dev.caravan.enrollment.Dps;
import dev.caravan.hub.api.BoardQueries;
import dev.caravan.hub.api.LifecycleApi;
import dev.caravan.hub.api.LifecycleCalls;
import dev.caravan.hub.api.LifecycleRoutes;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Pickups;
import dev.caravan.lifecycle.Lifecycle;
import dev.caravan.lifecycle.Roller;
import dev.caravan.registry.Registries;
import dev.caravan.registry.SdkRegistries;

/** What takes boards out of service, and the way to the registries of the IoT Hubs. */
@Configuration(proxyBeanMethods = false)
class LifecycleWiring {

    private final HubSettings settings;

    LifecycleWiring(HubSettings settings) {
        this.settings = settings;
    }

    @Bean
    Registries registries() {
        return SdkRegistries.connect(settings.registry(), new SecureRandom());
    }

    @Bean
    NewIdentities newIdentities(BoardIssuers issuers, IdentityExit exit, BatchBoxes boxes, LedgerDatabase database) {
        return new NewIdentities(
                board -> issuers.in(board.batch()).apply(board).issue(board.guid()),
                exit,
                boxes,
                new Pickups(database));
    }

    @Bean
    Lifecycle lifecycle(
            Boards boards,
            LedgerDatabase database,
            Dps dps,
            Registries registries,
            Activator activator,
            NewIdentities identities) {
        return new Lifecycle(
                boards,
                new Lifecycles(database),
                dps,
                registries,
                activator::takeOver,
                identities,
                settings.lifecycle());
    }

    @Bean
    LifecycleApi lifecycleApi() {
        return new LifecycleApi();
    }

    @Bean
    LifecycleRoutes lifecycleRoutes(Lifecycle lifecycle, Roller roller, BoardQueries boards) {
        return new LifecycleRoutes(lifecycle, roller, new LifecycleCalls(lifecycle, roller), boards);
    }
}
