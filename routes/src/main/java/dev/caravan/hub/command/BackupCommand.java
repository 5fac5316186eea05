package dev.caravan.hub.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/** Copies what the hub knows, while it works. */
final class BackupCommand implements Command {

    private final Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String arguments() {
        return "FOLDER";
    }

    @Override
    public String purpose() {
        return "copies ledger, certificate authority and identities not handed over yet into FOLDER";
    }

    @Override
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var place = Path.of(OneWord.of(given, "the folder in which backups are kept"));
        var taken = HubFolders.backup(configuration).take(place, clock.instant());
        if (!HubFolders.ledgerInData(configuration)) {
            out.println(
                    "the ledger is in PostgreSQL and not in this backup; pg_dump copies it, and must be run before");
        }
        out.println(String.format(
                Locale.ROOT,
                "backup %s: %,d files, %,d bytes. Keep it as safe as the data folder: it holds the"
                        + " certificate authority. ./caravan restore brings it back",
                taken.folder(),
                taken.files(),
                taken.bytes()));
        return 0;
    }
}
