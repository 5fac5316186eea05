package dev.caravan.revocation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;
import dev.caravan.ledger.Revocations;
import dev.caravan.ledger.TestLedger;

/** A program: so many revoked certificates in a ledger on SQLite, and the list of them, made with the heap that it is given. */
final class ManyRevoked {

    private ManyRevoked() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        var count = Integer.parseInt(arguments[1]);
        var tools = new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
        var issuers = Issuers.openOrFound(folder.resolve("ca"), "of a test".toCharArray(), tools);
        var issuer = issuers.byDefault().issuer();
        Files.writeString(
                folder.resolve("chain.pem"),
                Pem.of(List.of(issuer, issuers.byDefault().root())));
        try (var ledger = TestLedger.sqlite(folder.resolve("ledger.db"))) {
            ledger.revoked(KeyId.of(issuer), count);
            var settings = new RevocationSettings(folder, Duration.ofDays(7), Duration.ofDays(1));
            var lists = new PublishedLists(
                    issuers::all, new Revocations(ledger.database()), settings, tools, System::nanoTime);
            var begun = System.nanoTime();
            lists.publish();
            var list = lists.find(KeyId.of(issuer) + ".crl").orElseThrow();
            System.out.printf(
                    "%,d entries: %,d ms, %,d bytes, heap at most %,d MiB%n",
                    count,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                    Files.size(list),
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }
}
