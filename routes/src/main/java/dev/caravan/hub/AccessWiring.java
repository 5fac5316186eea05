package dev.caravan.hub;

import java.security.SecureRandom;

import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import dev.caravan.hub.access.Door;
import dev.caravan.hub.access.LocalKey;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.ledger.LedgerDatabase;

/** Puts the door before the API. */
@Configuration
class AccessWiring {

    private final SecureRandom random = new SecureRandom();

    @Bean
    LocalKey localKey(HubSettings settings, DataFolderLock lock) {
        return LocalKey.readOrMake(settings.folders().data().resolve("api-key"), random);
    }

    @Bean
    AccessKeys accessKeys(LedgerDatabase database) {
        return new AccessKeys(database, random);
    }

    @Bean
    SecurityFilterChain door(HttpSecurity http, LocalKey local, AccessKeys keys, @Lazy CamelContext camel)
            throws Exception {
        return Door.of(http, local, keys, camel);
    }
}
