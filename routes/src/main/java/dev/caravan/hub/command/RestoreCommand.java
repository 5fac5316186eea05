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
import dev.caravan.ledger.BroughtBack;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.LedgerDatabase;

/** Brings a backup back into folders that no hub uses. */
final class RestoreCommand implements Command {

    private static final String BEFORE_THE_START = """
            BEFORE THE HUB IS STARTED: what was taken back after the backup is given again.
              ./caravan key list     revoke the keys that were revoked since: ./caravan key revoke ID
              ./caravan user list    disable and reset users as was done since: ./caravan user disable NAME
            Once it runs: hand over again what was handed over since; until then the former consignee has the board.
            Look at what ./caravan reconcile finds, and only then let ./caravan reconcile --repair change DPS.""";

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
                    .restore(backup, ledger -> record(configuration, ledger, password, Backup.nameOf(backup), out));
            out.println(String.format(
                    Locale.ROOT,
                    "restored %,d files, %,d bytes into %s and %s. What was done after the backup is not in this ledger:"
                            + " a board that was enrolled since is found in DPS with another certificate, parked with"
                            + " that reason, and never overwritten",
                    restored.files(),
                    restored.bytes(),
                    folders.data().toAbsolutePath(),
                    folders.work().toAbsolutePath()));
            out.println(BEFORE_THE_START);
            return 0;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot release the lock of " + folders.data(), failure);
        }
    }

    /** For auditors and for readers of events: the ledger has gone back. What was under way then does not go on by itself. */
    private void record(Environment configuration, Path file, char[] password, String backup, PrintStream out) {
        var audit = HubFolders.of(configuration).data().resolve("audit");
        var folder = HubFolders.checkpoints(configuration);
        try (var ledger = HubFolders.ledgerInData(configuration)
                ? LedgerDatabase.open(file)
                : HubFolders.openLedger(configuration)) {
            new Events(ledger).beginStream();
            var held = new BroughtBack(ledger).hold();
            var words = new Checkpoints(new AuditLog(ledger), Seal.openOrMake(audit, password, clock), folder, clock)
                    .restored(backup);
            out.println("audit trail: restored from the backup " + words);
            out.println("cancelled " + held.jobs() + " jobs of activations; " + held.changes()
                    + " boards that were half done wait until somebody makes the same call again, and so do "
                    + held.activations() + " whose activation was under way");
        }
    }
}
