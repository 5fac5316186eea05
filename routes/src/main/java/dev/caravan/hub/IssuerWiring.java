package dev.caravan.hub;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.batch.FileIssuers;
import dev.caravan.certificate.CaRecords;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.IssuerChoice;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.KnownIssuer;
import dev.caravan.certificate.LeafIssuers;
import dev.caravan.certificate.Pem;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.Token;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.IssuingAuthority;
import dev.caravan.ledger.LedgerDatabase;

/** Puts the authorities together, and which boards each signs for. */
@Configuration(proxyBeanMethods = false)
class IssuerWiring {

    private final HubSettings settings;

    IssuerWiring(HubSettings settings) {
        this.settings = settings;
    }

    @Bean
    Issuers issuers(DataFolderLock lock, Token token, IssuingAuthorities authorities, CertificateTools tools) {
        var certificate = settings.certificate();
        var folder = settings.folders().data().resolve("ca");
        var inToken = Issuers.inToken(token, certificate.inToken(), known(authorities, folder), tools)
                .withFormer(folder, certificate::password, tools);
        return certificate.inFolder().isEmpty()
                ? inToken
                : inToken.with(Issuers.inFolder(folder, certificate::password, certificate.inFolder(), tools));
    }

    /** The chains of those whose keys are not in the folder, by the name under which they have signed. */
    private static Function<String, List<String>> known(IssuingAuthorities authorities, Path folder) {
        var inFolder =
                new CaRecords(folder).issuers().stream().map(KnownIssuer::keyId).collect(Collectors.toSet());
        return name -> authorities.list().stream()
                .filter(each -> each.name().equals(name) && !inFolder.contains(each.keyId()))
                .map(IssuingAuthority::chain)
                .toList();
    }

    /** The bean's name is the part's name in the health document. */
    @Bean
    IssuerHealth issuerHealthIndicator(Issuers issuers, Clock clock) {
        return new IssuerHealth(issuers, settings.certificate().leaf().validity(), clock);
    }

    @Bean
    IssuingAuthorities issuingAuthorities(LedgerDatabase database) {
        return new IssuingAuthorities(database);
    }

    @Bean
    IssuerChoice issuerChoice() {
        var choice = new IssuerChoice(settings.certificate().issuers());
        var first = settings.folders().inbox().toAbsolutePath().normalize();
        if (choice.byInbox().containsKey(first)) {
            throw new IllegalArgumentException("caravan.certificate.issuers: " + first
                    + " is caravan.folders.inbox itself, which chooses no issuer");
        }
        choice.byInbox().keySet().forEach(DurableFiles::folder);
        return choice;
    }

    /** The ledger knows an authority before it signs. */
    @Bean
    LeafIssuers leafIssuers(Issuers issuers, IssuingAuthorities authorities, CertificateTools tools) {
        return new LeafIssuers(
                issuers,
                settings.certificate().leaf(),
                tools,
                signs -> authorities.know(KeyId.of(signs.issuer()), signs.name(), Pem.of(signs.chain())));
    }

    @Bean
    BoardIssuers boardIssuers(LeafIssuers leaves, IssuerChoice choice, IssuingAuthorities authorities) {
        return new BoardIssuers(leaves, choice, authorities);
    }

    @Bean
    FileIssuers fileIssuers(Issuers issuers, IssuerChoice choice) {
        return new FileIssuers(new TreeSet<>(issuers.names()), choice.byInbox());
    }
}
