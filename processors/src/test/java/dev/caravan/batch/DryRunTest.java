package dev.caravan.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a file would do is said, and not done. */
class DryRunTest {

    private static final String CONTENT = "guid,consignee\n" + guid(1) + ",acme\nnonsense,\n" + guid(9) + ",\n"
            + guid(9) + ",\n" + guid(2) + ",globex\n=1+2,\n";

    @TempDir
    private Path data;

    private TestLedger ledger;
    private Intake intake;
    private Uploads uploads;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        var folders = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
        intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(), Clock.systemUTC()), TestKeys.RULES),
                new DryRun(ledger.database(), folders, data.resolve("outbox"), 2),
                folders,
                2,
                Clock.systemUTC());
        uploads = new Uploads(intake, folders);
        ledger.accepted("line-6", 2);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void dryRunSaysWhatWouldBecomeOfEachRowAndChangesNothing() throws Exception {
        var before = ledger.batches().list(10);
        var input = drop("line-7.dryrun.csv", CONTENT);

        var taken = intake.take(input);
        intake.rest(taken);

        assertThat(taken.toBeRead()).isFalse();
        assertThat(taken.message())
                .startsWith("line-7.dryrun.csv: dry run, nothing was changed: it would be batch 'line-7', 1 of 6 rows"
                        + " would be enrolled, 5 rejected; see ");
        assertThat(Files.readAllLines(data.resolve("outbox/line-7.dryrun/dryrun-report.csv")))
                .hasSize(7)
                .contains("4," + guid(9) + ",would be enrolled,")
                .anyMatch(line -> line.startsWith("2," + guid(1) + ",rejected,")
                        && line.contains("already registered for another consignee"))
                .anyMatch(line -> line.startsWith("3,nonsense,rejected,"))
                .anyMatch(
                        line -> line.startsWith("5," + guid(9) + ",duplicate,") && line.contains("line 4 of this file"))
                .anyMatch(line -> line.startsWith("7,'=1+2,rejected,"));
        assertThat(data.resolve("outbox/line-7.dryrun/dryrun-summary.json"))
                .content()
                .contains("\"dryRun\" : true", "\"batch\" : \"line-7\"", "\"wouldEnroll\" : 1", "\"rejected\" : 4");
        assertThat(data.resolve("outbox/line-7.dryrun/summary.json")).doesNotExist();
        assertThat(ledger.batches().list(10)).isEqualTo(before);
        assertThat(ledger.boards().find(guid(9))).isEmpty();
        assertThat(data.resolve("work/snapshots/hub.part")).isEmptyDirectory();
        assertThat(data.resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void correctedFileIsForeseenUnderItsNumberAndAKnownOneAsKnown() throws Exception {
        intake.take(drop("line-7.csv", "guid\n" + guid(8) + "\n"));

        assertThat(intake.take(drop("line-7.dryrun.csv", CONTENT)).batch()).isEqualTo("line-7~2");
        assertThat(intake.take(drop("line-7.dryrun.csv", "guid\n" + guid(8) + "\n"))
                        .message())
                .contains("the same name and content was taken before as batch 'line-7'");
    }

    @Test
    void unreadableFileIsRefusedAsItWouldBeWithoutTheDryRun() throws Exception {
        var input = drop("line-7.dryrun.csv", "name\nx\n");

        assertThatThrownBy(() -> intake.take(input)).isInstanceOf(UnreadableBatchException.class);
        assertThatThrownBy(() -> intake.take(drop(".dryrun.csv", CONTENT))).hasMessageContaining("dot");
    }

    @Test
    void uploadIsABatchLikeAnyOtherAndIsArchived() {
        var taken = upload("line-7", CONTENT);

        assertThat(taken.toBeRead()).isTrue();
        assertThat(data.resolve("archive/line-7.csv")).hasContent(CONTENT);
        assertThat(upload("line-7.dryrun", CONTENT).forecast().rows()).isEqualTo(6);
    }

    @Test
    void uploadThatIsNoBatchIsRefusedAndNotKept() throws Exception {
        assertThatThrownBy(() -> upload("a/../evil", CONTENT)).hasMessageContaining("slash");
        assertThatThrownBy(() -> upload("line-8", "")).hasMessage("line-8.csv: the file is empty");
        assertThatThrownBy(() -> upload("line-8", "name\n")).hasMessageContaining("guid");

        try (var left = Files.list(data.resolve("work/snapshots/hub.part"))) {
            assertThat(left).isEmpty();
        }
        assertThat(data.resolve("quarantine")).doesNotExist();
    }

    private Intake.Taken upload(String name, String content) {
        return uploads.take(name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), TestLedger.ASKER);
    }

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(Files.createDirectories(data.resolve("inbox")).resolve(name), content);
    }
}
