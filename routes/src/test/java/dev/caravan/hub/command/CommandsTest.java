package dev.caravan.hub.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Reach;
import dev.caravan.access.Role;
import dev.caravan.audit.Checkpoints;
import dev.caravan.audit.Seal;
import dev.caravan.durable.DurableFiles;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.hub.home.LedgerSettings;
import dev.caravan.ledger.ActivationItem;
import dev.caravan.ledger.ActivationJobs;
import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.EventPlace;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.EventsGoneException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandsTest {

    private static final String PASSWORD = "correct horse battery";

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
    void whoeverAsksForHelpIsToldWhatTheArgumentsMeanAndNothingIsDone() {
        assertThat(run("key", "--help")).isZero();
        assertThat(run("user", "add", "anna", "-h")).isZero();
        assertThat(run("backup", "--help")).isZero();

        assertThat(err.size()).isZero();
        var text = out.toString(StandardCharsets.UTF_8);
        assertThat(text.lines())
                .contains(
                        "usage: ./caravan key create NAME --role=ROLE [--consignee=NAME ...] [--life=365d] | list |"
                                + " rotate ID [--overlap=7d] | revoke ID",
                        "usage: ./caravan backup FOLDER")
                .filteredOn(line -> line.startsWith("  --role "))
                .hasSize(2);
        for (var role : Role.GIVEN) {
            assertThat(text).contains(role.word());
        }
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

        assertThat(run("restore", backup.toString(), in("new"), work("new-work"), password()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();

        try (var ledger = new SeededLedger(folder.resolve("new/ledger.db"))) {
            assertThat(ledger.batches.find("line-7")).isPresent();
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(9)
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
                        "TAMPERED: batch 'line-7': event 2 is missing",
                        "not proved: anything about data outside the trail")
                .anyMatch(line -> line.startsWith("not proved: that the signer is the right one"))
                .anyMatch(line -> line.startsWith("not proved: 0 events after the last checkpoint (20"));
        assertThat(run("audit", "verify", in("elsewhere"))).isEqualTo(Commands.FAILED);
        assertThat(run("audit", "mend")).isEqualTo(Commands.FAILED);
    }

    @Test
    void restoreIsInTheAuditTrailWithWhatItLostAndReadersOfEventsAreTold() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        var checkpoints = "--caravan.audit.checkpoint-folder=" + folder.resolve("elsewhere");
        EventPlace place;
        try (var ledger = new SeededLedger(data.resolve("ledger.db"))) {
            var seal = Seal.openOrMake(data.resolve("audit"), PASSWORD.toCharArray(), Clock.systemUTC());
            var writer = new Checkpoints(
                    new AuditLog(ledger.database), seal, folder.resolve("elsewhere"), Clock.systemUTC());
            ledger.halfRead("line-7");
            var jobs = new ActivationJobs(ledger.database, "hub-a", "1", Duration.ofMinutes(5));
            var job = jobs.begin(new Principal("erp", Role.OPERATOR, Set.of()), false);
            jobs.add(job, List.of(new ActivationItem(1, "g", "{}", ActivationItem.Outcome.WAITING, null)));
            jobs.open(job);
            writer.write();
            assertThat(run("backup", folder.resolve("backups").toString(), in("data"), work("work")))
                    .isZero();
            ledger.enrolled("line-8", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
            writer.write();
            place = new Events(ledger.database)
                    .read(new Reach.Everything(), null, 10)
                    .next();
        }
        Path backup;
        try (var made = Files.list(folder.resolve("backups"))) {
            backup = made.findFirst().orElseThrow();
        }

        assertThat(run("restore", backup.toString(), in("new"), work("new-work"), checkpoints))
                .isEqualTo(Commands.FAILED);
        assertThat(run("restore", backup.toString(), in("new"), work("new-work"), checkpoints, password()))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("cancelled 1 jobs", "caravan key list", "caravan user list", "only then");
        try (var ledger = new SeededLedger(folder.resolve("new/ledger.db"))) {
            assertThat(new ActivationJobs(ledger.database, "hub-a", "1", Duration.ofMinutes(5)).due())
                    .isEmpty();
        }
        assertThat(run("audit", "verify", in("new"), checkpoints)).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .noneMatch(line -> line.startsWith("TAMPERED"))
                .anyMatch(line -> line.startsWith("RESTORED: 20")
                        && line.contains(
                                ", checkpoint 3: the ledger was restored from the backup " + backup.getFileName())
                        && line.endsWith(
                                "; events 1 to 5 of batch 'line-8' were covered by checkpoints and are not in it"))
                .anyMatch(line -> line.startsWith("signed by 'CN=Caravan audit checkpoints ")
                        && line.endsWith("': 3 of 3 checkpoints"));
        try (var ledger = new SeededLedger(folder.resolve("new/ledger.db"))) {
            var events = new Events(ledger.database);
            assertThatExceptionOfType(EventsGoneException.class)
                    .isThrownBy(() -> events.read(new Reach.Everything(), place, 10));
        }
    }

    @Test
    void restoreThatCannotSignItsRecordLeavesNoLedgerThatAHubWouldUse() throws IOException {
        var data = Files.createDirectories(folder.resolve("data"));
        try (var ledger = new SeededLedger(data.resolve("ledger.db"))) {
            ledger.halfRead("line-7");
            Seal.openOrMake(data.resolve("audit"), "another password".toCharArray(), Clock.systemUTC());
            run("backup", folder.resolve("backups").toString(), in("data"), work("work"));
        }
        Path backup;
        try (var made = Files.list(folder.resolve("backups"))) {
            backup = made.findFirst().orElseThrow();
        }

        assertThat(run("restore", backup.toString(), in("new"), work("new-work"), password()))
                .isEqualTo(Commands.FAILED);

        assertThat(folder.resolve("new/ledger.db")).doesNotExist();
        var settings = new LedgerSettings("", "", "");
        assertThatThrownBy(() -> settings.open(folder.resolve("new")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was not finished: move the data and the work folder away");
    }

    private String password() throws IOException {
        var file = folder.resolve("password");
        DurableFiles.write(file, PASSWORD.getBytes(StandardCharsets.UTF_8), DurableFiles.OWNER_ONLY);
        return "--caravan.certificate.password-file=" + file;
    }

    @Test
    @SuppressWarnings("try") // the lock is only held
    void restoreBesideARunningHubIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        try (var hub = DataFolderLock.take(folder.resolve("data"), Instant.EPOCH)) {
            assertThat(run("restore", folder.resolve("backup").toString(), in("data"), work("work"), password()))
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
