package dev.caravan.hub.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;

import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

import dev.caravan.audit.Checkpoints;
import dev.caravan.audit.Seal;
import dev.caravan.backup.Backup;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.LedgerDatabase;

/** Brings a backup back into folders that no hub uses. */
final class RestoreCommand implements Command {

    private final Clock clock = Clock.systemUTC();

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String arguments() {
        return "BACKUP";
    }

    @Override
    public String purpose() {
        return "brings a backup back into empty data and work folders";
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public int run(ApplicationArguments given, Environment configuration, PrintStream out) {
        var backup = Path.of(OneWord.of(given, "the backup, a folder named caravan-<time>"));
        var folders = HubFolders.of(configuration);
        DurableFiles.ownerOnlyFolder(folders.data());
        var password = HubFolders.keyStorePassword(configuration);
        try (var lock = DataFolderLock.take(folders.data(), clock.instant())) {
            var restored = HubFolders.backup(configuration)
                    .restore(
                            backup,
                            ledger -> out.println("audit trail: restored from the backup "
                                    + record(configuration, ledger, password, Backup.nameOf(backup))));
            out.println(String.format(
                    Locale.ROOT,
                    "restored %,d files, %,d bytes into %s and %s. What was done after the backup is not in this ledger:"
                            + " a board that was enrolled since is found in DPS with another certificate, parked with"
                            + " that reason, and never overwritten. The hub can be started",
                    restored.files(),
                    restored.bytes(),
                    folders.data().toAbsolutePath(),
                    folders.work().toAbsolutePath()));
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot release the lock of " + folders.data(), failure);
        }
    }

    /** For auditors and for readers of events: the ledger has gone back. @return what the audit trail says about it */
    private String record(Environment configuration, Path file, char[] password, String backup) {
        var audit = HubFolders.of(configuration).data().resolve("audit");
        var folder = HubFolders.checkpoints(configuration);
        try (var ledger = HubFolders.ledgerInData(configuration)
                ? LedgerDatabase.open(file)
                : HubFolders.openLedger(configuration)) {
            new Events(ledger).beginStream();
            return new Checkpoints(new AuditLog(ledger), Seal.openOrMake(audit, password, clock), folder, clock)
                    .restored(backup);
        }
    }
}
