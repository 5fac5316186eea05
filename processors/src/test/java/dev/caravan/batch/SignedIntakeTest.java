package dev.caravan.batch;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.ReportRow;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An inbox that wants every file signed. */
class SignedIntakeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String CONTENT = "guid\n0f8fad5b-d9cb-469f-a165-70867728950e\n";

    @TempDir
    private Path data;

    private TestLedger ledger;
    private Signer planning;
    private Intake intake;
    private IntakeFolders folders;

    @BeforeEach
    void open() throws Exception {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        var year = Duration.ofDays(365);
        planning = Signer.named("planning", KeyUsage.digitalSignature, NOW.minus(year), NOW.plus(year));
        folders = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
        intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(planning.certificate), CLOCK), TestKeys.RULES),
                new DryRun(ledger.database(), folders, data.resolve("outbox"), 500),
                folders,
                500,
                CLOCK);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void signedFileIsTakenAndItsSignatureRestsBesideIt() throws Exception {
        var input = drop("line-7.csv", NOW.minusSeconds(60));
        planning.signBeside(input);

        var taken = intake.take(input);
        intake.rest(taken);

        assertThat(taken.toBeRead()).isTrue();
        assertThat(data.resolve("archive/line-7.csv")).exists();
        assertThat(data.resolve("archive/line-7.csv.sig")).exists();
        assertThat(data.resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void signatureMayComeShortlyAfterItsFileButNotLaterWhateverTheTimesOfTheFilesSay() throws Exception {
        var time = new AtomicLong();
        var rested = new RestedFiles(intake, time::get, said -> {});
        var future = drop("future.csv", NOW.plusSeconds(3600));
        var past = drop("past.csv", NOW.minusSeconds(3600));
        assertThat(rested.isComplete(future)).isFalse();
        assertThat(rested.isComplete(past)).isFalse();
        time.addAndGet(Duration.ofMillis(9_999).toNanos());
        assertThat(rested.isComplete(past)).isFalse();
        planning.signBeside(future);
        assertThat(rested.isComplete(future)).isFalse();

        time.addAndGet(Duration.ofMillis(500).toNanos());

        assertThat(rested.isComplete(future)).isTrue();
        assertThat(rested.isComplete(past)).isTrue();
        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> intake.take(past))
                .withMessageContaining("there is no signature file past.csv.sig");
    }

    @Test
    void wronglySignedFileGoesToQuarantineWithItsSignatureAndIsNoBatch() throws Exception {
        var input = drop("line-7.csv", NOW.minusSeconds(60));
        Files.writeString(Signatures.of(input), "signed by me");

        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> intake.take(input))
                .satisfies(reason -> assertThat(Signatures.of(intake.quarantine(input, reason)))
                        .exists());

        assertThat(ledger.batches().list(10)).isEmpty();
        assertThat(data.resolve("inbox")).isEmptyDirectory();
    }

    /** The signature is one of the batch file only: another file beside it may be anybody's. */
    @Test
    void keyFileBesideASignedBatchIsNotTheBoards() throws Exception {
        var input = drop("line-7.csv", NOW.minusSeconds(60));
        Files.writeString(input, "guid,key_mode\n" + guid(1) + ",csr\n");
        planning.signBeside(input);
        var request = Files.writeString(
                data.resolve("inbox/" + guid(1) + ".csr"), TestKeys.request(guid(1), TestKeys.ec("secp256r1")));

        var taken = intake.take(input);
        intake.rest(taken);
        intake.read("line-7", chunk -> {});

        assertThat(ledger.boards().find(guid(1))).isEmpty();
        try (var rows = ledger.batches().reportRows("line-7")) {
            assertThat(rows)
                    .extracting(ReportRow::reason)
                    .containsExactly("column 'key_mode' is 'csr', so the board's csr must be in column 'csr', which the"
                            + " signature of the batch file covers, but is not: a file '" + guid(1)
                            + ".csr' does not count where files must be signed (caravan.intake.trusted-signers)");
        }
        assertThat(request).exists();
    }

    @Test
    void uploadCannotGetAroundTheSignature() {
        var content = new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> new Uploads(intake, folders).take("line-7", content, TestLedger.ASKER))
                .withMessage("line-7.csv: the file must be signed: drop it into the inbox with its signature");
    }

    @Test
    void signatureWhoseFileNeverComesIsAStray() throws Exception {
        var inbox = Files.createDirectories(data.resolve("inbox"));
        var alone = Files.writeString(inbox.resolve("x.csv.sig"), "signature");
        Files.setLastModifiedTime(alone, FileTime.from(NOW.minusSeconds(3600)));
        var time = new AtomicLong();
        var strays = new InboxStrays(inbox, time::get);

        assertThat(strays.find()).as("a copy that kept its old time").isEmpty();
        time.addAndGet(Duration.ofSeconds(600).toNanos());
        assertThat(strays.find()).isEmpty();
        time.addAndGet(1);
        assertThat(strays.find()).singleElement().satisfies(stray -> assertThat(stray.reason())
                .hasMessage("x.csv.sig: this is a signature without its file: drop both, the signature first"));

        Files.writeString(inbox.resolve("x.csv"), CONTENT);
        assertThat(strays.find()).isEmpty();

        Files.writeString(inbox.resolve("y.csv.SIG"), "signature");
        strays.find();
        time.addAndGet(Duration.ofSeconds(601).toNanos());
        assertThat(strays.find()).singleElement().satisfies(stray -> assertThat(stray.entry())
                .hasFileName("y.csv.SIG"));
    }

    private Path drop(String name, Instant at) throws Exception {
        var input =
                Files.writeString(Files.createDirectories(data.resolve("inbox")).resolve(name), CONTENT);
        Files.setLastModifiedTime(input, FileTime.from(at));
        return input;
    }
}
