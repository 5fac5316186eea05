package dev.caravan.custody;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

import dev.caravan.certificate.CertificateAuthority;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.IssuerChoice;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafIssuers;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.Pem;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.TestLedger;

final class FoundedIssuer {

    private FoundedIssuer() {}

    static LeafIssuer in(Path folder) {
        return leaves(folder, authority -> {}).named(Issuers.DEFAULT);
    }

    static BoardIssuers forBoards(Path folder, TestLedger ledger) {
        var authorities = new IssuingAuthorities(ledger.database());
        return new BoardIssuers(
                leaves(
                        folder,
                        signs -> authorities.know(KeyId.of(signs.issuer()), signs.name(), Pem.of(signs.chain()))),
                new IssuerChoice(List.of()),
                authorities);
    }

    private static LeafIssuers leaves(Path folder, Consumer<CertificateAuthority> before) {
        var tools = tools();
        return new LeafIssuers(issuers(folder, tools), LeafProfile.TEN_YEARS, tools, before);
    }

    /** All that are in the folder. */
    static Issuers issuers(Path folder) {
        return issuers(folder, tools());
    }

    private static Issuers issuers(Path folder, CertificateTools tools) {
        return Issuers.openOrFound(folder, "of a test".toCharArray(), tools);
    }

    private static CertificateTools tools() {
        var clock = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);
        return new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
    }
}
