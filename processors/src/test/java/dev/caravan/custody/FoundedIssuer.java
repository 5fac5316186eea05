package dev.caravan.custody;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafProfile;

final class FoundedIssuer {

    private FoundedIssuer() {}

    static LeafIssuer in(Path folder) {
        var clock = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);
        var tools = new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
        var issuers = Issuers.openOrFound(folder, "of a test".toCharArray(), tools);
        return new LeafIssuer(issuers.byDefault(), LeafProfile.TEN_YEARS, tools);
    }
}
