package dev.caravan.hub;

import java.util.UUID;

import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.hub.home.HubId;
import dev.caravan.hub.repetition.RepetitionFilter;
import dev.caravan.hub.repetition.RepetitionRoutes;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.RequestKeys;

/** Puts together what keeps a request from being carried out twice. */
@Configuration(proxyBeanMethods = false)
class RepetitionWiring {

    @Bean
    RequestKeys requestKeys(LedgerDatabase database, HubSettings settings) {
        var hub = HubId.readOrMake(settings.folders().data().resolve("hub-id"));
        var keys = new RequestKeys(database, hub, UUID.randomUUID().toString());
        keys.releaseEarlier();
        return keys;
    }

    /** Behind the limits of bodies and of waiting requests. */
    @Bean
    FilterRegistrationBean<RepetitionFilter> repetitionFilter(RequestKeys keys) {
        var registration = new FilterRegistrationBean<>(new RepetitionFilter(keys));
        registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 3);
        return registration;
    }

    @Bean
    RepetitionRoutes repetitionRoutes(RequestKeys keys) {
        return new RepetitionRoutes(keys);
    }
}
