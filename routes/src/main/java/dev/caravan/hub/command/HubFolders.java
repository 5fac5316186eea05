package dev.caravan.hub.command;

import java.nio.file.Path;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.backup.Backup;
import dev.caravan.hub.home.Folders;
import dev.caravan.hub.home.KeyStorePassword;
import dev.caravan.hub.home.LedgerSettings;
import dev.caravan.ledger.LedgerDatabase;

/** Where the hub that this configuration starts keeps what it knows. */
final class HubFolders {

    private HubFolders() {}

    static Folders of(Environment configuration) {
        return Binder.get(configuration).bind("caravan.folders", Folders.class).get();
    }

    static boolean ledgerInData(Environment configuration) {
        return Binder.get(configuration)
                .bind("caravan.ledger", LedgerSettings.class)
                .get()
                .inDataFolder();
    }

    static LedgerDatabase openLedger(Environment configuration) {
        return Binder.get(configuration)
                .bind("caravan.ledger", LedgerSettings.class)
                .get()
                .open(of(configuration).data());
    }

    /** Where checkpoints are written outside the ledger. */
    static Path checkpoints(Environment configuration) {
        return Path.of(configuration.getRequiredProperty("caravan.audit.checkpoint-folder"));
    }

    static char[] keyStorePassword(Environment configuration) {
        return KeyStorePassword.read(Path.of(configuration.getRequiredProperty(KeyStorePassword.KEY)));
    }

    /** To read beside a hub that may be running. */
    static LedgerDatabase openLedgerBeside(Environment configuration) {
        return Binder.get(configuration)
                .bind("caravan.ledger", LedgerSettings.class)
                .get()
                .openBeside(of(configuration).data());
    }

    static Backup backup(Environment configuration) {
        var folders = of(configuration);
        return new Backup(folders.data(), folders.work(), ledgerInData(configuration));
    }
}
