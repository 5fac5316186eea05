package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.GivenKey;
import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.ReportRow;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests in files beside the batch file. */
class KeyFilesTest {

    private static final String SHEET = "guid,key_mode\n" + guid(1) + ",csr\n" + guid(2) + ",csr\n" + guid(3) + ",\n";

    @TempDir
    Path data;

    private final AtomicLong nanos = new AtomicLong();
    private TestLedger ledger;
    private Intake intake;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        var folders = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
        var clock = Clock.systemUTC();
        intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(), clock), TestKeys.RULES),
                new DryRun(ledger.database(), folders, data.resolve("outbox"), 2),
                folders,
                2,
                clock);
        drop(guid(1) + ".csr", TestKeys.request(guid(1), TestKeys.ec("secp256r1")));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void requestsAreReadAsTheyWereWhenTheBatchWasTaken() throws Exception {
        drop(guid(3) + ".csr", "nobody asks for it");
        var taken = intake.take(drop("line-7.csv", SHEET));
        intake.rest(taken);
        drop(guid(2) + ".csr", TestKeys.request(guid(2), TestKeys.ec("secp256r1")));

        intake.read("line-7", chunk -> {});

        assertThat(ledger.boards().givenKeys().find(guid(1))).isPresent();
        assertThat(ledger.boards().givenKeys().find(guid(3))).isEmpty();
        assertThat(report("line-7"))
                .extracting(row -> row.line() + " " + row.state())
                .containsExactly("2 ACCEPTED", "3 REJECTED", "4 ACCEPTED");
        assertThat(report("line-7").get(1).reason())
                .isEqualTo("column 'key_mode' is 'csr', so the board's csr must be in column 'csr', or in a file '"
                        + guid(2) + ".csr' that lies beside the batch file before that is taken, but is in neither");
        assertThat(data.resolve("archive/line-7.csv.keys/" + guid(1) + ".csr")).exists();
        assertThat(data.resolve("inbox/" + guid(1) + ".csr")).doesNotExist();
        assertThat(data.resolve("inbox/" + guid(3) + ".csr")).exists();
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void fileThatIsTakenOnceMoreAfterAKillKeepsTheRequestsThatCameWithIt() throws Exception {
        var taken = intake.take(drop("line-7.csv", SHEET));
        Files.delete(data.resolve("inbox/" + guid(1) + ".csr"));
        intake.take(taken.input());

        intake.read("line-7", chunk -> {});

        assertThat(ledger.boards().givenKeys().find(guid(1))).isPresent();
    }

    @Test
    void badRequestInAFileIsNamedByTheFile() throws Exception {
        drop(guid(2) + ".csr", "to be done!");

        intake.read(intake.take(drop("line-7.csv", SHEET)).batch(), chunk -> {});

        assertThat(report("line-7").get(1).reason())
                .isEqualTo("file '" + guid(2) + ".csr': there must be a certificate request (PKCS#10) in PEM or base64,"
                        + " but is 'to be done!'");
    }

    @Test
    void certificateInAFileIsTheBoards() throws Exception {
        drop(guid(2) + ".cer", TestKeys.certificate(guid(2)));
        var sheet = "guid,key_mode\n" + guid(2) + ",certificate\n";

        intake.read(intake.take(drop("line-7.csv", sheet)).batch(), chunk -> {});

        assertThat(ledger.boards().givenKeys().find(guid(2)).orElseThrow().mode())
                .isEqualTo(GivenKey.Mode.CERTIFICATE);
    }

    @Test
    void dryRunLooksAtTheFilesToo() throws Exception {
        var taken = intake.take(drop("line-7.dryrun.csv", SHEET));

        assertThat(taken.forecast().wouldEnroll()).isEqualTo(2);
        assertThat(taken.forecast().rejected()).isEqualTo(1);
        var beside = keyFiles();
        intake.rest(taken);
        assertThat(keyFiles()).as("for the batch that may follow").isEqualTo(beside);
    }

    private List<Path> keyFiles() throws Exception {
        try (var files = Files.list(data.resolve("inbox"))) {
            return files.filter(file -> !file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void fileThatNoBatchAsksForIsPutAwayAfterAnHourAndOneThatIsNamedOtherwiseAtOnce() throws Exception {
        var strays = new InboxStrays(data.resolve("inbox"), nanos::get);
        drop("board-4.csr", "");

        assertThat(strays.find()).hasSize(1);
        assertThat(strays.find().get(0).reason()).hasMessageContaining("must be named by the board's GUID");
        nanos.addAndGet(Duration.ofMinutes(60).toNanos());
        assertThat(strays.find()).hasSize(1);
        nanos.addAndGet(1);
        assertThat(strays.find()).hasSize(2);
    }

    private Path drop(String name, String content) throws Exception {
        return Files.writeString(Files.createDirectories(data.resolve("inbox")).resolve(name), content);
    }

    private List<ReportRow> report(String batch) {
        try (var rows = ledger.batches().reportRows(batch)) {
            return rows.toList();
        }
    }

    private List<Path> snapshots() throws Exception {
        try (var files = Files.list(data.resolve("work/snapshots"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
