package dev.caravan.hub.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.certificate.CaDesk;
import dev.caravan.certificate.CaRecords;
import dev.caravan.certificate.CertificateAuthority;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.Pem;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.Expiries;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.IssuingAuthority;

/** Founds and rotates the authorities in the data folder, beside a hub that may be running and takes what is new. */
final class CaCommand implements Command {

    private static final Set<String> OPTIONS = Set.of(
            "issuer",
            "root-key",
            "root-password-file",
            "root-years",
            "issuer-years",
            "csr",
            "signed",
            "new-root",
            "remove",
            "challenge",
            "root",
            CaForecast.BEFORE);

    private final Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "ca";
    }

    @Override
    public String arguments() {
        return "init | rotate [--issuer=NAME] [--root-key=FILE --root-password-file=FILE | --csr=FILE | --signed=FILE | --new-root]"
                + " [--root-years=30] [--issuer-years=25] | export-root FILE --root-password-file=FILE [--remove]"
                + " | prove --challenge=CODE [--issuer=NAME | --root] | status | forecast [--before=DAY]";
    }

    @Override
    public String purpose() {
        return "the authorities that issue boards' certificates";
    }

    @Override
    public Set<String> options() {
        return OPTIONS;
    }

    /** @return of status: 0 if nothing must be done, 1 if there is a warning */
    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var words = CaWords.of(given);
        if (words.action().equals("forecast")) {
            return forecast(words, configuration, out);
        }
        var folder = HubFolders.of(configuration).data().resolve("ca");
        if (words.action().equals("status")) {
            return status(folder, configuration, out);
        }
        var tools = new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
        var desk = new CaDesk(folder, HubFolders.keyStorePassword(configuration), tools);
        switch (words.action()) {
            case "init", "rotate" -> change(words, desk, out);
            case "export-root" -> exportRoot(words, desk, out);
            default ->
                out.print(Pem.of(List.of(
                        words.has("root")
                                ? desk.proofByRoot(words.challenge(), words.root())
                                : desk.proof(words.challenge(), words.issuer()))));
        }
        return 0;
    }

    private static int forecast(CaWords words, Environment configuration, PrintStream out) {
        try (var ledger = HubFolders.openLedgerBeside(configuration)) {
            new CaForecast(new Expiries(ledger), out).print(words);
            return 0;
        }
    }

    private static void change(CaWords words, CaDesk desk, PrintStream out) {
        if (words.has("csr")) {
            var file = Path.of(words.value("csr"));
            DurableFiles.write(file, desk.request(words.issuer()), DurableFiles.READABLE);
            out.println("request " + file + " is for the authority that is to sign issuer '" + words.issuer()
                    + "'; its key waits here until --signed=FILE brings the certificate");
        } else {
            say(changed(words, desk), out);
        }
    }

    private static CertificateAuthority changed(CaWords words, CaDesk desk) {
        if (words.has("signed")) {
            return desk.accept(words.issuer(), Path.of(words.value("signed")));
        }
        if (words.action().equals("init")) {
            return desk.found(words.issuer(), words.root(), words.life());
        }
        return words.has("new-root")
                ? desk.rotateWithNewRoot(words.issuer(), words.life())
                : desk.rotate(words.issuer(), words.root(), words.life());
    }

    private static void say(CertificateAuthority issuer, PrintStream out) {
        out.println("issuer '" + issuer.name() + "' is now " + issuer.issuer().getSubjectX500Principal() + ", under "
                + issuer.root().getSubjectX500Principal()
                + ". A running hub takes it with the next chunk of a batch;"
                + " chains of certificates that were issued before stay as they are");
    }

    private static void exportRoot(CaWords words, CaDesk desk, PrintStream out) {
        var file = words.rootFile(words.file());
        desk.exportRoot(file, words.has("remove"));
        out.println("the root's key is in " + file.file() + ", and was read back. "
                + (words.has("remove")
                        ? "It is no longer in the data folder; earlier backups have it still. Keep the file and its"
                                + " password apart, off this machine"
                        : "It is in the data folder too; --remove deletes it there"));
    }

    private int status(Path folder, Environment configuration, PrintStream out) {
        var validity = Binder.get(configuration)
                .bind("caravan.certificate.leaf.validity", Duration.class)
                .get();
        var known = known(configuration);
        return new CaStatus(clock.instant(), validity, issued(known), out)
                .print(new CaRecords(folder), TokenKeys.known(configuration, known), folder);
    }

    private static Map<String, Long> issued(List<IssuingAuthority> known) {
        return known.stream().collect(Collectors.toMap(IssuingAuthority::keyId, IssuingAuthority::issued));
    }

    /** Nothing while no hub has run here. */
    private static List<IssuingAuthority> known(Environment configuration) {
        if (HubFolders.ledgerInData(configuration)
                && !Files.exists(HubFolders.of(configuration).data().resolve("ledger.db"))) {
            return List.of();
        }
        try (var ledger = HubFolders.openLedgerBeside(configuration)) {
            return new IssuingAuthorities(ledger).list();
        }
    }
}
