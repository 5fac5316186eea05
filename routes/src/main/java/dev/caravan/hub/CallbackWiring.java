package dev.caravan.hub;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.callback.Caller;
import dev.caravan.callback.Courier;
import dev.caravan.callback.Sender;
import dev.caravan.callback.SubscriptionDesk;
import dev.caravan.callback.Targets;
import dev.caravan.callback.Vault;
import dev.caravan.hub.api.SubscriptionApi;
import dev.caravan.hub.api.SubscriptionCalls;
import dev.caravan.hub.api.SubscriptionRoutes;
import dev.caravan.hub.callback.CallbackRoutes;
import dev.caravan.hub.callback.CourierThreads;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.hub.home.HubId;
import dev.caravan.hub.outbound.Outbound;
import dev.caravan.ledger.Deliveries;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Standing;
import dev.caravan.ledger.Subscriptions;
import dev.caravan.ledger.Turns;

/** Puts together what tells other systems of events. */
@Configuration(proxyBeanMethods = false)
class CallbackWiring {

    private final HubSettings settings;
    private final SecureRandom random = new SecureRandom();

    CallbackWiring(HubSettings settings) {
        this.settings = settings;
    }

    @Bean
    Turns turns(LedgerDatabase database) {
        var hub = HubId.readOrMake(settings.folders().data().resolve("hub-id"));
        var turns = new Turns(database, hub, UUID.randomUUID().toString(), settings.lease());
        turns.releaseEarlier();
        return turns;
    }

    @Bean
    Subscriptions subscriptions(LedgerDatabase database) {
        return new Subscriptions(database);
    }

    @Bean
    Deliveries deliveries(LedgerDatabase database, Turns turns) {
        return new Deliveries(database, turns);
    }

    @Bean
    Vault vault(DataFolderLock lock) {
        return Vault.openOrMake(settings.folders().data().resolve("callback-key"), random);
    }

    @Bean
    Targets targets() {
        return new Targets(settings.callback(), InetAddress::getAllByName);
    }

    @Bean
    Caller caller(Targets targets, Clock clock) {
        return new Caller(
                settings.callback(),
                targets,
                Outbound.trusting(settings.outbound()),
                Outbound.proxy(settings.outbound()),
                clock);
    }

    @Bean
    Courier courier(Turns turns, Deliveries deliveries, Events events, Vault vault, Caller caller, Clock clock) {
        return new Courier(
                turns,
                deliveries,
                events,
                new Sender(vault, caller, clock),
                settings.callback().giveUpAfter(),
                random);
    }

    @Bean
    CourierThreads courierThreads(Turns turns, Courier courier) {
        return new CourierThreads(turns, courier);
    }

    @Bean
    CallbackRoutes callbackRoutes(CourierThreads threads, Deliveries deliveries, LedgerDatabase database) {
        return new CallbackRoutes(threads, deliveries, new Standing(database));
    }

    @Bean
    SubscriptionApi subscriptionApi() {
        return new SubscriptionApi();
    }

    @Bean
    SubscriptionRoutes subscriptionRoutes(
            Subscriptions subscriptions, Deliveries deliveries, Vault vault, Targets targets) {
        var desk = new SubscriptionDesk(subscriptions, vault, random);
        return new SubscriptionRoutes(new SubscriptionCalls(subscriptions, desk, deliveries, targets));
    }
}
