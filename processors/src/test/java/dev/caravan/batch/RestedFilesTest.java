package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;

class RestedFilesTest {

    @TempDir
    private Path data;

    private final AtomicLong time = new AtomicLong(-1);
    private final List<String> said = new ArrayList<>();
    private TestLedger ledger;
    private RestedFiles rested;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        var folders = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
        var clock = Clock.systemUTC();
        var dryRun = new DryRun(ledger.database(), folders, data.resolve("outbox"), 1);
        var intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(), clock), TestKeys.RULES),
                dryRun,
                folders,
                1,
                clock);
        rested = new RestedFiles(intake, time::get, said::add);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void fileIsCompleteWhenTwoLooksHalfASecondApartFindTheSame() throws Exception {
        var file = Files.writeString(data.resolve("a.csv"), "guid\n");

        assertThat(rested.isComplete(file)).isFalse();
        pass(Duration.ofMillis(499));
        assertThat(rested.isComplete(file)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(rested.isComplete(file)).isTrue();
    }

    @Test
    void timesOfTheFileItselfSayNothing() throws Exception {
        for (var hours : List.of(-1, 1)) {
            var file = Files.writeString(data.resolve("a" + hours + ".csv"), "guid\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofHours(hours))));

            assertThat(rested.isComplete(file)).isFalse();
            pass(Duration.ofMillis(500));
            assertThat(rested.isComplete(file)).isTrue();
        }
    }

    @Test
    void fileThatGrewOrWasTouchedOrReplacedRestsAnew() throws Exception {
        var file = Files.writeString(data.resolve("a.csv"), "guid\n");
        rested.isComplete(file);

        pass(Duration.ofSeconds(1));
        var before = Files.getLastModifiedTime(Files.writeString(file, "guid\n1\n"));
        assertThat(rested.isComplete(file)).as("grown").isFalse();

        pass(Duration.ofSeconds(1));
        Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 5000));
        assertThat(rested.isComplete(file)).as("touched").isFalse();

        pass(Duration.ofSeconds(1));
        var other = Files.writeString(data.resolve("other"), "guid\n2\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(rested.isComplete(file)).as("replaced").isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(rested.isComplete(file)).isTrue();
    }

    @Test
    void emptyFileIsGivenTenSeconds() throws Exception {
        var file = Files.createFile(data.resolve("a.csv"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));

        assertThat(rested.isComplete(file)).isFalse();
        pass(Duration.ofMillis(9_999));
        assertThat(rested.isComplete(file)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(rested.isComplete(file)).isTrue();
    }

    @Test
    void fileThatChangesForAMinuteIsNamedOnce() throws Exception {
        var file = data.resolve("a.csv");
        for (var second = 0; second < 100; second++) {
            Files.writeString(file, "x".repeat(second + 1));
            assertThat(rested.isComplete(file)).isFalse();
            assertThat(said).hasSize(second < 60 ? 0 : 1);
            pass(Duration.ofSeconds(1));
        }

        assertThat(said)
                .containsExactly("a.csv stays in the inbox: it has been changing for a minute; it is taken once it has"
                        + " rested for half a second");
        assertThat(rested.isComplete(file)).isTrue();
    }

    @Test
    void fileThatIsGoneIsNotComplete() throws Exception {
        var file = Files.writeString(data.resolve("a.csv"), "guid\n");
        rested.isComplete(file);
        pass(Duration.ofSeconds(1));
        Files.delete(file);

        assertThat(rested.isComplete(file)).isFalse();
        assertThat(said).isEmpty();
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }
}
