package dev.caravan.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.LedgerDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");

    @TempDir
    private Path folder;

    private LedgerDatabase hub;

    @BeforeEach
    void hubAtWork() throws IOException {
        Files.createDirectories(folder.resolve("data/ca"));
        Files.createDirectories(folder.resolve("data/broker"));
        Files.createDirectories(folder.resolve("work/line-7"));
        Files.writeString(folder.resolve("data/ca/issuer.key"), "sealed");
        Files.writeString(folder.resolve("data/api-key"), "key");
        Files.writeString(folder.resolve("data/broker/journal"), "pointers");
        Files.writeString(folder.resolve("data/hub.lock"), "process 1");
        Files.writeString(folder.resolve("work/line-7/a.pem"), "identity");
        Files.writeString(folder.resolve("work/line-7/b.pem.part"), "half");
        hub = LedgerDatabase.open(folder.resolve("data/ledger.db"));
        new Batches(hub).register("line-7", "line-7.csv", "ab".repeat(32), 25);
    }

    @AfterEach
    void endHub() {
        hub.close();
    }

    @Test
    void backupTakenBesideARunningHubHoldsAllButTheQueuesAndIsReadableByItsOwnerOnly() throws IOException {
        var taken = backup().take(folder.resolve("backups"), NOW);

        assertThat(taken.folder()).isEqualTo(folder.resolve("backups/caravan-20261124T101530Z"));
        assertThat(files(taken.folder()))
                .containsExactly(
                        "SHA256SUMS", "data/api-key", "data/ca/issuer.key", "data/ledger.db", "work/line-7/a.pem");
        try (var all = Files.walk(taken.folder())) {
            assertThat(all)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .endsWith("------"));
        }
    }

    @Test
    void restoreBringsEverythingBackIntoEmptyFolders() throws IOException {
        var taken = backup().take(folder.resolve("backups"), NOW);
        var elsewhere = new Backup(folder.resolve("new/data"), folder.resolve("new/work"), true);

        var restored = elsewhere.restore(taken.folder(), ledger -> {});

        assertThat(restored.files()).isEqualTo(taken.files());
        assertThat(restored.bytes()).isEqualTo(taken.bytes());
        assertThat(folder.resolve("new/data/ca/issuer.key")).hasContent("sealed");
        assertThat(folder.resolve("new/work/line-7/a.pem")).hasContent("identity");
        try (var ledger = LedgerDatabase.open(folder.resolve("new/data/ledger.db"))) {
            assertThat(new Batches(ledger).find("line-7").orElseThrow().rows()).isEqualTo(25);
        }
    }

    @Test
    void restoreOverwritesNothing() {
        var taken = backup().take(folder.resolve("backups"), NOW);

        assertThatThrownBy(() -> backup().restore(taken.folder(), ledger -> {}))
                .hasMessageStartingWith("the data folder is in use: " + folder.resolve("data"))
                .hasMessageEndingWith("A restore overwrites nothing: move the folder away first");
    }

    @Test
    void damagedBackupIsRefusedBeforeAnythingIsRestored() throws IOException {
        var taken = backup().take(folder.resolve("backups"), NOW);
        var elsewhere = new Backup(folder.resolve("new/data"), folder.resolve("new/work"), true);
        Files.writeString(taken.folder().resolve("data/ca/issuer.key"), "forged");

        assertThatThrownBy(() -> elsewhere.restore(taken.folder(), ledger -> {}))
                .hasMessageContaining("data/ca/issuer.key is not what was written; nothing was restored");
        Files.delete(taken.folder().resolve("data/ca/issuer.key"));
        assertThatThrownBy(() -> elsewhere.restore(taken.folder(), ledger -> {}))
                .hasMessageContaining("data/ca/issuer.key is missing");
        Files.writeString(taken.folder().resolve("SHA256SUMS"), "ab".repeat(32) + "  ../../etc/passwd\n");
        assertThatThrownBy(() -> elsewhere.restore(taken.folder(), ledger -> {}))
                .hasMessageContaining("names a file outside the backup");
        Files.delete(taken.folder().resolve("SHA256SUMS"));
        assertThatThrownBy(() -> elsewhere.restore(taken.folder(), ledger -> {}))
                .hasMessageContaining("is no whole backup");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void folderWithoutALedgerIsNoHubs() {
        assertThatThrownBy(() -> new Backup(folder.resolve("no"), folder.resolve("work"), true)
                        .take(folder.resolve("backups"), NOW))
                .hasMessageContaining("no hub has ever run with this data folder (caravan.folders.data)");
        assertThat(folder.resolve("backups")).doesNotExist();
    }

    @Test
    void ledgerThatIsElsewhereIsLeftOut() throws IOException {
        var taken = new Backup(folder.resolve("data"), folder.resolve("work"), false)
                .take(folder.resolve("backups"), NOW)
                .folder();
        new Backup(folder.resolve("new/data"), folder.resolve("new/work"), false).restore(taken, ledger -> {});

        assertThat(files(folder.resolve("new")))
                .containsExactly("data/api-key", "data/ca/issuer.key", "work/line-7/a.pem");
    }

    @Test
    void secondBackupOfOneSecondIsRefused() {
        backup().take(folder.resolve("backups"), NOW);

        assertThatThrownBy(() -> backup().take(folder.resolve("backups"), NOW))
                .hasMessageEndingWith("already; nothing was done");
    }

    private Backup backup() {
        return new Backup(folder.resolve("data"), folder.resolve("work"), true);
    }

    private static TreeSet<String> files(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
