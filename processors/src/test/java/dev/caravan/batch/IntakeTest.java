package dev.caravan.batch;

import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardState;
import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.ReportRow;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IntakeTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:00:00.123Z"), ZoneOffset.UTC);
    private static final Consumer<ChunkRef> NOBODY = chunk -> {};

    @TempDir
    Path data;

    private TestLedger ledger;
    private Intake intake;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        intake = inChunksOf(2);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void takenFileIsABatchWhoseRowsAreStillToBeRead() throws Exception {
        var input = drop("line-7.csv", rows(1, 3));

        var taken = intake.take(input);

        assertThat(taken.batch()).isEqualTo("line-7");
        assertThat(taken.toBeRead()).isTrue();
        assertThat(taken.restingPlace()).isEqualTo(data.resolve("archive/line-7.csv"));
        assertThat(taken.message()).contains("3 rows");
        assertThat(input).exists();
        assertThat(ledger.batches().find("line-7").orElseThrow().rows()).isEqualTo(3);
        assertThat(ledger.batches().counts("line-7").boards()).isEmpty();
        assertThat(snapshots()).containsExactly("line-7.csv");
        assertThat(ledger.notes("batch.registered")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"folder\":\"" + input.getParent() + "\"")
                .doesNotContain("\"by\""));
    }

    @Test
    void fileThatIsPostedSaysInTheAuditTrailWhoHasPostedIt() {
        new Uploads(intake, folders())
                .take(
                        "line-7",
                        new ByteArrayInputStream(rows(1, 2).getBytes(StandardCharsets.UTF_8)),
                        TestLedger.ASKER);

        assertThat(ledger.notes("batch.registered")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"by\":\"krone-erp\"", "\"role\":\"manufacturer\"")
                .doesNotContain("\"folder\""));
    }

    @Test
    void readRowsAreInTheLedgerAChunkAtATime() throws Exception {
        var chunks = new ArrayList<ChunkRef>();

        intake.read(intake.take(drop("line-7.csv", rows(1, 3) + "nonsense,\n")).batch(), chunks::add);

        assertThat(chunks).containsExactly(new ChunkRef("line-7", 0), new ChunkRef("line-7", 1));
        assertThat(report("line-7"))
                .extracting(row -> row.line() + " " + row.state())
                .containsExactly("2 ACCEPTED", "3 ACCEPTED", "4 ACCEPTED", "5 REJECTED");
        assertThat(ledger.board(1).consignee()).isEqualTo("acme");
        assertThat(ledger.batches().find("line-7").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void copiesThatAKillLeftBehindAreDeletedAndThoseStillToBeReadAreKept() throws Exception {
        var unread = intake.take(drop("unread.csv", rows(1, 3))).batch();
        intake.read(intake.take(drop("read.csv", rows(4, 5))).batch(), NOBODY);
        Files.writeString(data.resolve("work/snapshots/read.csv"), "killed before it was deleted");
        var halfMade = Files.writeString(folders().scratch().resolve("a.snapshot"), "killed while it was copied");
        var upload = Files.createDirectories(folders().scratch().resolve("upload-1"));
        Files.writeString(upload.resolve("a.csv"), "killed while it was sent");

        intake.clearLeftOvers();

        assertThat(snapshots()).containsExactly(unread + ".csv");
        assertThat(halfMade).doesNotExist();
        assertThat(upload).doesNotExist();
    }

    @Test
    void whatAnotherHubIsMakingIsNotClearedAtTheStartOfThisOne() throws Exception {
        var other = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"), "b");
        Files.createDirectories(other.scratch().resolve("upload-1"));
        var halfMade = Files.writeString(other.scratch().resolve("a.snapshot"), "being copied");

        intake.clearLeftOvers();

        assertThat(halfMade).exists();
        assertThat(other.scratch().resolve("upload-1")).exists();
    }

    @Test
    void batchIsNotRegisteredWithoutItsSnapshot() throws Exception {
        var input = drop("line-7.csv", rows(1, 3));
        Files.createDirectories(data.resolve("work/snapshots/line-7.csv/not-empty"));

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> intake.take(input));

        assertThat(ledger.batches().list(10)).isEmpty();
    }

    @Test
    void chunkWithoutAnyBoardIsNotAnnounced() throws Exception {
        var chunks = new ArrayList<ChunkRef>();

        intake.read(intake.take(drop("line-7.csv", "guid,consignee\nx,\ny,\n")).batch(), chunks::add);

        assertThat(chunks).isEmpty();
        assertThat(ledger.batches().isAtItsEnd("line-7")).isTrue();
    }

    @Test
    void readingThatWasCutOffAfterTheFirstChunkEndsTheSameWhenRepeated() throws Exception {
        var batch = intake.take(drop("line-7.csv", rows(1, 5) + "nonsense,\n")).batch();
        cutOff(batch);
        assertThat(report(batch)).hasSize(2);

        intake.read(batch, NOBODY);

        everyRowHasOneEnd(batch);
        assertThat(chunksToBeCertified()).hasSize(3);
    }

    @Test
    void readingThatWasCutOffEndsTheSameWithAnotherSizeOfChunksWhateverWasDoneSince() throws Exception {
        for (var rows : List.of(1, 3, 100)) {
            close();
            Files.delete(data.resolve("ledger.db"));
            open();
            var batch =
                    intake.take(drop("line-7.csv", rows(1, 5) + "nonsense,\n")).batch();
            cutOff(batch);
            ledger.chunks()
                    .advance(ledger.chunks()
                            .claim(new ChunkRef(batch, 0), Stage.CERTIFY)
                            .orElseThrow());

            inChunksOf(rows).read(batch, NOBODY);

            everyRowHasOneEnd(batch);
            assertThat(chunksToBeCertified().stream()
                            .flatMap(chunk -> ledger.boards().of(chunk, BoardState.ACCEPTED).stream())
                            .map(board -> board.line()))
                    .as("chunks of %d rows", rows)
                    .containsExactlyInAnyOrder(4L, 5L, 6L);
        }
    }

    @Test
    void crashBetweenRegistrationAndReadingIsRepeatedFromTheInput() throws Exception {
        var input = drop("line-7.csv", rows(1, 3));
        intake.take(input);

        var again = intake.take(input);

        assertThat(again.batch()).isEqualTo("line-7");
        assertThat(again.toBeRead()).isTrue();
        assertThat(again.restingPlace()).isEqualTo(data.resolve("archive/line-7.csv"));
        intake.read("line-7", NOBODY);
        assertThat(ledger.batches().counts("line-7").inProgress()).isEqualTo(3);
    }

    @Test
    void sameFileAgainChangesNothingAndSaysSo() throws Exception {
        var input = drop("line-7.csv", rows(1, 3));
        intake.read(intake.take(input).batch(), NOBODY);
        var before = report("line-7");

        var again = intake.take(input);

        assertThat(again.toBeRead()).isFalse();
        assertThat(again.message()).contains("nothing was changed").contains("batch 'line-7', which is WORKING");
        assertThat(again.restingPlace().getFileName().toString()).matches("line-7\\.[0-9-]+\\.again\\.csv");
        intake.rest(again);
        assertThat(Files.readString(Path.of(again.restingPlace() + ".note.txt")))
                .contains("nothing was changed");
        assertThat(report("line-7")).isEqualTo(before);
        assertThat(snapshots()).isEmpty();
    }

    @Test
    void correctedFileIsABatchOfItsOwnInWhichKnownRowsAreDuplicates() throws Exception {
        intake.read(intake.take(drop("line-7.csv", rows(1, 2) + "nonsense,\n")).batch(), NOBODY);

        var corrected = intake.take(drop("line-7.csv", rows(1, 3)));
        intake.read(corrected.batch(), NOBODY);

        assertThat(corrected.batch()).isEqualTo("line-7~2");
        assertThat(corrected.restingPlace()).isEqualTo(data.resolve("archive/line-7~2.csv"));
        assertThat(report("line-7~2"))
                .extracting(ReportRow::state)
                .containsExactly("DUPLICATE", "DUPLICATE", "ACCEPTED");
    }

    @Test
    void twoFilesWhoseNamesDifferOnlyInTheirLetterCaseAreTwoBatches() throws Exception {
        var one = intake.take(drop("line-7.csv", rows(1, 2)));
        var other = intake.take(drop("line-7.CSV", rows(3, 5)));
        intake.rest(one);
        intake.rest(other);

        assertThat(other.batch()).isEqualTo("line-7~2");
        assertThat(data.resolve("archive/line-7.csv")).hasContent(rows(1, 2));
        assertThat(data.resolve("archive/line-7~2.csv")).hasContent(rows(3, 5));
    }

    @Test
    void filesOfOneNameFromInboxAndRequestAtOnceAreTwoBatchesAndEachKeepsItsRows() throws Exception {
        var input = drop("line-7.csv", rows(1, 2));
        var uploads = new Uploads(intake, folders());
        var start = new CountDownLatch(1);
        var upload = CompletableFuture.supplyAsync(() -> {
            awaitQuietly(start);
            return uploads.take(
                    "line-7", new ByteArrayInputStream(rows(3, 5).getBytes(StandardCharsets.UTF_8)), TestLedger.ASKER);
        });
        start.countDown();
        var dropped = intake.take(input);
        var uploaded = upload.get();

        assertThat(List.of(dropped.batch(), uploaded.batch())).containsExactlyInAnyOrder("line-7", "line-7~2");
        intake.read(dropped.batch(), NOBODY);
        intake.read(uploaded.batch(), NOBODY);
        assertThat(report(dropped.batch())).hasSize(2);
        assertThat(report(uploaded.batch())).hasSize(3);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void batchThatIsReadIsNotReadAgain() throws Exception {
        intake.read(intake.take(drop("line-7.csv", rows(1, 3))).batch(), NOBODY);
        var chunks = new ArrayList<ChunkRef>();

        intake.read("line-7", chunks::add);

        assertThat(chunks).isEmpty();
    }

    @Test
    void unreadableFileLeavesNothingButItsReason() throws Exception {
        var input = drop("line-7.csv", "serial\n1\n");

        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> intake.take(input))
                .satisfies(reason -> {
                    var place = intake.quarantine(input, reason);
                    assertThat(place.getParent()).isEqualTo(data.resolve("quarantine"));
                    assertThat(place.getFileName().toString()).endsWith(".line-7.csv");
                    assertThat(Path.of(place + ".reason.txt")).hasContent(reason.getMessage());
                });

        assertThat(snapshots()).isEmpty();
        assertThat(ledger.batches().list(1)).isEmpty();
    }

    @Test
    void replacedFileStaysInTheInboxAndIsTakenNext() throws Exception {
        var taken = intake.take(drop("line-7.csv", rows(1, 2)));
        var other = Files.writeString(data.resolve("other"), rows(3, 4));
        Files.move(other, taken.input(), StandardCopyOption.REPLACE_EXISTING);

        intake.rest(taken);

        assertThat(taken.restingPlace()).doesNotExist();
        assertThat(taken.input()).hasContent(rows(3, 4));
        var next = intake.take(taken.input());
        intake.rest(next);
        assertThat(next.batch()).isEqualTo("line-7~2");
        assertThat(data.resolve("archive/line-7~2.csv")).hasContent(rows(3, 4));
        assertThat(taken.input()).doesNotExist();
    }

    @Test
    void emptyFileIsRefused() throws Exception {
        var input = drop("line-7.csv", "");

        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> intake.take(input))
                .withMessage("line-7.csv: the file is empty");
    }

    @Test
    void fileThatAnotherHubTookIsSaidToBeGoneAndLeavesNothing() throws Exception {
        var input = drop("line-7.csv", rows(1, 2));
        var taken = intake.take(input);
        Files.delete(input);

        assertThatExceptionOfType(FileVanishedException.class).isThrownBy(() -> intake.take(input));
        assertThatExceptionOfType(FileVanishedException.class)
                .isThrownBy(() -> intake.quarantine(input, new IllegalArgumentException("why")));
        intake.rest(taken);

        assertThat(data.resolve("quarantine")).isEmptyDirectory();
        assertThat(data.resolve("archive")).doesNotExist();
    }

    @Test
    void noteOfAFileThatAnotherHubMovedMeanwhileIsTakenBack() throws Exception {
        var input = drop("line-7.csv", rows(1, 2));
        intake.read(intake.take(input).batch(), NOBODY);
        var again = intake.take(input);
        Files.delete(input);

        intake.rest(again);

        assertThat(data.resolve("archive")).isEmptyDirectory();
    }

    @Test
    void longestNamesComeToRestInQuarantineBesideEachOther() throws Exception {
        var reason = new IllegalArgumentException("why");
        var one = intake.quarantine(drop("a".repeat(251) + ".csv", "1"), reason);
        var two = intake.quarantine(drop("b" + "a".repeat(250) + ".csv", "2"), reason);
        var three = intake.quarantine(drop("机".repeat(83) + "a\n.csv", "3"), reason);

        assertThat(one).hasContent("1");
        assertThat(two).hasContent("2").isNotEqualTo(one);
        assertThat(three).hasContent("3");
        assertThat(three.getFileName().toString()).endsWith("机a_.csv");
        assertThat(Path.of(three + ".reason.txt")).hasContent("why");
    }

    @Test
    void firstBoardsAreHandedOnWhileLaterRowsAreStillUnread() throws Exception {
        var batch = intake.take(drop("line-7.csv", rows(1, 6))).batch();
        var inLedger = new ArrayList<Long>();

        intake.read(batch, chunk -> inLedger.add(ledger.batches().counts(batch).inProgress()));

        assertThat(inLedger).containsExactly(2L, 4L, 6L);
    }

    @Test
    void sameContentUnderAnotherNameSaysForEachRowWhichBatchHasIt() throws Exception {
        intake.read(intake.take(drop("line-7.csv", rows(1, 2))).batch(), NOBODY);

        intake.read(intake.take(drop("line-8.csv", rows(1, 2))).batch(), NOBODY);

        assertThat(report("line-8"))
                .extracting(ReportRow::reason)
                .containsExactly(
                        "column 'guid': '" + guid(1) + "' is already in batch 'line-7', line 2; nothing was changed",
                        "column 'guid': '" + guid(2) + "' is already in batch 'line-7', line 3; nothing was changed");
    }

    @Test
    void guidOfAnotherConsigneeIsRejectedWithoutNamingTheOwner() throws Exception {
        intake.read(intake.take(drop("line-7.csv", rows(1, 1))).batch(), NOBODY);

        intake.read(
                intake.take(drop("line-8.csv", "guid,consignee\n" + guid(1) + ",globex\n"))
                        .batch(),
                NOBODY);

        assertThat(report("line-8")).extracting(ReportRow::state).containsExactly("REJECTED");
        assertThat(report("line-8").get(0).reason())
                .contains("'" + guid(1) + "' is already registered for another consignee")
                .doesNotContain("acme", "line-7");
    }

    /** The process ends after the first chunk is committed. */
    private void cutOff(String batch) {
        assertThatExceptionOfType(PowerFailure.class)
                .isThrownBy(() -> intake.read(batch, chunk -> {
                    throw new PowerFailure();
                }));
        assertThat(ledger.batches().halfRead()).hasSize(1);
    }

    private void everyRowHasOneEnd(String batch) {
        assertThat(report(batch))
                .extracting(row -> row.line() + " " + row.state())
                .containsExactly("2 ACCEPTED", "3 ACCEPTED", "4 ACCEPTED", "5 ACCEPTED", "6 ACCEPTED", "7 REJECTED");
        assertThat(ledger.batches().find(batch).orElseThrow().state()).isEqualTo(Batch.State.WORKING);
    }

    private List<ChunkRef> chunksToBeCertified() {
        return ledger.chunks().unfinished(100).stream()
                .filter(due -> due.stage() == Stage.CERTIFY)
                .map(Chunks.Due::chunk)
                .toList();
    }

    private Intake inChunksOf(int rows) {
        return new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(), CLOCK), TestKeys.RULES),
                new DryRun(ledger.database(), folders(), data.resolve("outbox"), rows),
                folders(),
                rows,
                CLOCK);
    }

    private IntakeFolders folders() {
        return new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
    }

    private Path drop(String name, String content) throws Exception {
        return Files.writeString(Files.createDirectories(data.resolve("inbox")).resolve(name), content);
    }

    private static String rows(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> guid(number) + ",acme\n")
                .collect(Collectors.joining("", "guid,consignee\n", ""));
    }

    private List<ReportRow> report(String batch) {
        try (var rows = ledger.batches().reportRows(batch)) {
            return rows.toList();
        }
    }

    private List<String> snapshots() throws Exception {
        try (var files = Files.list(data.resolve("work/snapshots"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static final class PowerFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
