package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.caravan.audit.Checkpoints;
import dev.caravan.audit.Seal;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.ledger.AuditLog;

import static org.assertj.core.api.Assertions.assertThat;

class CommandsTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void settingsAloneStartTheHub() {
        assertThat(commands().run(new String[0], print(out), print(err))).isEmpty();
        assertThat(commands().run(new String[] {"--caravan.http.port=0"}, print(out), print(err)))
                .isEmpty();
    }

    @Test
    void unknownCommandIsAnsweredWithThoseThatThereAre() {
        assertThat(run("bakcup")).isEqualTo(Commands.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("caravan: unknown command 'bakcup'")
                .contains("  backup FOLDER   copies ledger");
    }

    @Test
    void badArgumentsAreAnsweredWithTheUsage() {
        assertThat(run("backup")).isEqualTo(Commands.FAILED);
        assertThat(run("backup", "here", "--now")).isEqualTo(Commands.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "caravan backup: one argument is needed, the folder in which backups are kept, but there are 0",
                        "usage: ./caravan backup FOLDER",
                        "caravan backup: unknown option --now",
                        "usage: ./caravan backup FOLDER");
    }

    @Test
    void backupOfAHubsFoldersComesBackByRestore() throws IOException {
        try (var ledger =
                new SeededLedger(Files.createDirectories(folder.resolve("data")).resolve("ledger.db"))) {
            ledger.accepted("line-7", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
            assertThat(run("backup", folder.resolve("backups").toString(), in("data"), work("work")))
                    .as(err.toString(StandardCharsets.UTF_8))
                    .isZero();
        }
        Path backup;
        try (var made = Files.list(folder.resolve("backups"))) {
            backup = made.findFirst().orElseThrow();
        }

        assertThat(run("restore", backup.toString(), in("new"), work("new-work")))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();

        try (var ledger = new SeededLedger(folder.resolve("new/ledger.db"))) {
            assertThat(ledger.batches.find("line-7")).isPresent();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("backup " + backup + ": 1 files, ");
    }

    @Test
    void auditOfAHubsTrailSaysWhatItFindsAndWhatItCannotProve() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        try (var ledger = new SeededLedger(data.resolve("ledger.db"))) {
            ledger.accepted("line-7", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
            var seal = Seal.openOrMake(data.resolve("audit"), "of a test".toCharArray(), Clock.systemUTC());
            new Checkpoints(new AuditLog(ledger.database), seal, data.resolve("audit/checkpoints"), Clock.systemUTC())
                    .write();
            assertThat(run("audit", "verify", in("data")))
                    .as(err.toString(StandardCharsets.UTF_8))
                    .isZero();
            new JdbcTemplate(new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("ledger.db")))
                    .update("DELETE FROM audit_event WHERE number = 2");
        }

        assertThat(run("audit", "verify", in("data"))).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "3 events and 1 checkpoints looked at: every event that a checkpoint covers is what was written",
                        "TAMPERED: batch 'line-7': event 2 is missing")
                .anyMatch(line -> line.startsWith("not proved: 0 events after the last checkpoint (20"));
        assertThat(run("audit", "verify", in("elsewhere"))).isEqualTo(Commands.FAILED);
        assertThat(run("audit", "mend")).isEqualTo(Commands.FAILED);
    }

    @Test
    @SuppressWarnings("try") // the lock is only held
    void restoreBesideARunningHubIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        try (var hub = DataFolderLock.take(folder.resolve("data"), Instant.EPOCH)) {
            assertThat(run("restore", folder.resolve("backup").toString(), in("data"), work("work")))
                    .isEqualTo(Commands.FAILED);
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("caravan restore: the data folder")
                .contains("is in use by another hub: process ");
    }

    private String in(String data) {
        return "--caravan.folders.data=" + folder.resolve(data);
    }

    private String work(String work) {
        return "--caravan.folders.work=" + folder.resolve(work);
    }

    private int run(String... arguments) {
        return commands().run(arguments, print(out), print(err)).orElseThrow();
    }

    private static Commands commands() {
        return Commands.ofHub(Throwable::getMessage);
    }

    private static PrintStream print(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
