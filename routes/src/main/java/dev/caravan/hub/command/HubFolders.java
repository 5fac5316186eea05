package dev.caravan.hub.command;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.caravan.backup.Backup;
import dev.caravan.hub.home.Folders;
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
