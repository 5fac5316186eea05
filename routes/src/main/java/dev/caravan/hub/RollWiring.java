package dev.caravan.hub;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.custody.CertificateFiles;
import dev.caravan.custody.NewIdentities;
import dev.caravan.custody.NextIdentities;
import dev.caravan.enrollment.Dps;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Rolls;
import dev.caravan.lifecycle.Roller;
import dev.caravan.registry.Registries;

/** What rolls the certificates of boards in service. */
@Configuration(proxyBeanMethods = false)
class RollWiring {

    private final HubSettings settings;

    RollWiring(HubSettings settings) {
        this.settings = settings;
    }

    @Bean
    NextIdentities nextIdentities(
            NewIdentities identities,
            Boards boards,
            BoardIssuers issuers,
            IssuingAuthorities authorities,
            BatchBoxes boxes) {
        var certificates = new CertificateFiles(settings.folders().outbox(), authorities);
        return new NextIdentities(
                identities,
                boards.givenKeys(),
                (board, key) -> issuers.in(board.batch()).apply(board).certify(board.guid(), key),
                certificates,
                boxes);
    }

    @Bean
    Roller roller(Boards boards, LedgerDatabase database, Dps dps, Registries registries, NextIdentities identities) {
        return new Roller(boards, new Lifecycles(database), new Rolls(database), dps, registries, identities);
    }
}
