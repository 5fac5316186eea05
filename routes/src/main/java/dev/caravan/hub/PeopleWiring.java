package dev.caravan.hub;

import java.security.SecureRandom;
import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.hub.access.PasswordCredentials;
import dev.caravan.hub.api.BoardQueries;
import dev.caravan.hub.api.ConsigneeApi;
import dev.caravan.hub.api.ConsigneeRoutes;
import dev.caravan.hub.api.MeApi;
import dev.caravan.hub.api.MeRoutes;
import dev.caravan.hub.outbound.Outbound;
import dev.caravan.hub.token.Retriever;
import dev.caravan.hub.token.TokenCredentials;
import dev.caravan.ledger.Assignments;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.LocalUsers;
import dev.caravan.ledger.Standing;
import dev.caravan.login.Logins;
import dev.caravan.login.Passwords;
import dev.caravan.login.Remembered;
import dev.caravan.login.UserDesk;

/** Puts together how people come in, and what says whose a board is. */
@Configuration(proxyBeanMethods = false)
class PeopleWiring {

    private final SecureRandom random = new SecureRandom();

    @Bean
    LocalUsers localUsers(LedgerDatabase database) {
        return new LocalUsers(database);
    }

    @Bean
    Passwords passwords() {
        return new Passwords(random);
    }

    @Bean
    Logins logins(LocalUsers users, Passwords passwords, HubSettings settings, Clock clock) {
        return new Logins(users, passwords, settings.access().login(), new Remembered(random, clock));
    }

    @Bean
    UserDesk userDesk(LocalUsers users, Passwords passwords) {
        return new UserDesk(users, passwords);
    }

    @Bean
    PasswordCredentials passwordCredentials(Logins logins) {
        return new PasswordCredentials(logins);
    }

    @Bean
    TokenCredentials tokenCredentials(HubSettings settings, Clock clock, LedgerDatabase database) {
        var outbound = settings.outbound();
        return new TokenCredentials(
                settings.access().issuers(),
                new Retriever(Outbound.proxy(outbound), Outbound.trusting(outbound)),
                clock,
                new Standing(database)::confine);
    }

    @Bean
    MeApi meApi() {
        return new MeApi();
    }

    @Bean
    MeRoutes meRoutes(Logins logins) {
        return new MeRoutes(logins);
    }

    @Bean
    ConsigneeApi consigneeApi() {
        return new ConsigneeApi();
    }

    @Bean
    ConsigneeRoutes consigneeRoutes(LedgerDatabase database, BoardQueries boards) {
        return new ConsigneeRoutes(new Assignments(database), boards);
    }
}
