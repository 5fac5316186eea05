package dev.caravan.batch;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.Activation;
import dev.caravan.custody.BatchBox;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.ClearIdentities;
import dev.caravan.custody.Deliverer;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.IdentityRef;
import dev.caravan.custody.TestIssuer;
import dev.caravan.custody.Whereabouts;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.RefusedRow;
import dev.caravan.ledger.Retries;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

class BatchCompleterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path data;

    private TestLedger ledger;
    private TestIssuer issuer;
    private ClearIdentities exit;
    private BatchCompleter completer;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        issuer = new TestIssuer(data, ledger);
        exit = new ClearIdentities(data.resolve("work"), data.resolve("outbox"));
        completer =
                new BatchCompleter(ledger.batches(), exit, data.resolve("outbox"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void batchInProgressHasNoSummary() {
        issuer.certified("line-7", 1);

        assertThat(completer.complete("line-7")).isEmpty();
        assertThat(completer.complete("no-such-batch")).isEmpty();

        assertThat(data.resolve("outbox/line-7/summary.json")).doesNotExist();
    }

    @Test
    void completeBatchHasAReportOfEveryRowAndASummary() throws Exception {
        worked("line-7");

        assertThat(completer.complete("line-7"))
                .contains(new BatchEnd.Complete("batch 'line-7' is complete: 2 enrolled, 2 rejected, 1 parked"));

        assertThat(Files.readAllLines(data.resolve("outbox/line-7/report.csv")))
                .containsExactly(
                        "line,guid,outcome,reason",
                        "2," + guid(1) + ",enrolled,",
                        "3," + guid(2) + ",enrolled,",
                        "4," + guid(3) + ",parked,DPS says no",
                        "9,x,rejected,no GUID",
                        "10," + guid(1) + ",duplicate,known");
        var summary = summary("line-7");
        assertThat(summary.path("enrolled").asInt()).isEqualTo(2);
        assertThat(summary.path("revision").asInt()).isEqualTo(1);
        assertThat(summary.path("completedAt").asText()).isEqualTo(NOW.toString());
        assertThat(ledger.batches().find("line-7").orElseThrow().state()).isEqualTo(Batch.State.COMPLETE);
    }

    @Test
    void boardThatWaitsForItsRequestEndsTheBatchAndNothingIsWrong() throws Exception {
        var chunk = ledger.accepted("line-7", 1);
        var claim = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger.boards().settled(claim, List.of(new Settled.Awaiting(guid(1))));
        ledger.chunks().advance(claim);
        ledger.chunks().advance(ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow());
        ledger.chunks().advance(ledger.chunks().claim(chunk, Stage.DELIVER).orElseThrow());

        assertThat(completer.complete("line-7"))
                .contains(
                        new BatchEnd.Complete("batch 'line-7' is complete: 0 enrolled, 0 rejected, 0 parked, 1 awaiting"
                                + " their requests over EST"));

        assertThat(Files.readAllLines(data.resolve("outbox/line-7/report.csv")))
                .last()
                .isEqualTo(
                        "2," + guid(1) + ",awaiting,\"the board's certificate is asked for later, over EST; nothing is"
                                + " wrong, and it goes on by itself then\"");
        assertThat(summary("line-7").path("awaiting").asInt()).isEqualTo(1);
        assertThat(summary("line-7").path("parked").asInt()).isZero();
    }

    @Test
    void completingAgainWritesNothing() {
        worked("line-7");
        completer.complete("line-7");

        assertThat(completer.complete("line-7")).isEmpty();
        assertThat(ledger.batches().find("line-7").orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void crashAfterTheSummaryIsRepeatedWithTheSameReport() throws Exception {
        worked("line-7");
        completer.complete("line-7");
        var report = Files.readString(data.resolve("outbox/line-7/report.csv"));
        ledger.forgetCompletion("line-7");

        assertThat(completer.complete("line-7")).isPresent();

        assertThat(Files.readString(data.resolve("outbox/line-7/report.csv"))).isEqualTo(report);
        assertThat(summary("line-7").path("revision").asInt()).isEqualTo(1);
    }

    @Test
    void boardThatIsActivatedBeforeTheReportCountsAsEnrolled() throws Exception {
        worked("line-7");
        var json = JsonNodeFactory.instance;
        ledger.boards().activated(guid(1), new Activation("a.b", json.objectNode(), json.objectNode()), null);

        completer.complete("line-7");

        assertThat(summary("line-7").path("enrolled").asInt()).isEqualTo(2);
    }

    @Test
    void keysThatNobodyMayHaveAreDestroyedBeforeTheBatchIsComplete() throws Exception {
        worked("line-7");
        exit.keep(new BatchBox("line-7", 3), issuer.issuer().issue(guid(1)));

        completer.complete("line-7");

        try (var left = Files.list(data.resolve("work/line-7"))) {
            assertThat(left).isEmpty();
        }
        assertThat(data.resolve("outbox/line-7/" + guid(1) + ".pem")).exists();
    }

    /** A retry makes its key when the completer has seen the batch at its end, and has not looked for strays yet. */
    @Test
    void keyOfABoardThatIsRetriedWhileTheReportIsWrittenIsNoStray() throws Exception {
        worked("line-7");
        var box = new BatchBox("line-7", 3);
        var key = issuer.issuer().issue(guid(3));
        var slow = (IdentityExit) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {IdentityExit.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("destroyStrays")) {
                        new Retries(ledger.database(), 500).board(guid(3), ASKER);
                        exit.keep(box, key);
                    }
                    return method.invoke(exit, arguments);
                });

        new BatchCompleter(ledger.batches(), slow, data.resolve("outbox"), Clock.fixed(NOW, ZoneOffset.UTC))
                .complete("line-7");

        assertThat(exit.find(box, IdentityRef.of(key))).contains(Whereabouts.KEPT);
        assertThat(ledger.batches().find("line-7").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
    }

    @Test
    void stoppedBatchGetsAnAlarmAndNoSummaryAndItsKeysStay() {
        issuer.certified("line-7", 1);
        ledger.batches().stop("line-7", "board x: DPS has the board ENABLED");

        assertThat(completer.complete("line-7"))
                .containsInstanceOf(BatchEnd.Alarm.class)
                .get()
                .extracting(BatchEnd::message, STRING)
                .startsWith("ALARM: batch 'line-7' was stopped");

        assertThat(data.resolve("outbox/line-7/ALARM.txt")).content().contains("board x: DPS has the board ENABLED");
        assertThat(data.resolve("outbox/line-7/summary.json")).doesNotExist();
        assertThat(data.resolve("work/line-7")).isNotEmptyDirectory();
        assertThat(completer.complete("line-7")).isEmpty();
    }

    @Test
    void batchOfRefusedRowsOnlyNeedsNoKeys() throws Exception {
        ledger.batches().register("line-7", "line-7.csv", "aa", 1);
        ledger.batches().accept("line-7", 0, List.of(), List.of(rejected()));
        ledger.batches().rowsRead("line-7");

        assertThat(completer.complete("line-7")).isPresent();

        assertThat(summary("line-7").path("rejected").asInt()).isEqualTo(1);
    }

    /** Two boards enrolled and delivered, one parked, one row rejected, one a duplicate. */
    private void worked(String batch) {
        var chunk = issuer.certified(batch, 3);
        ledger.batches()
                .accept(
                        batch,
                        1,
                        List.of(),
                        List.of(
                                rejected(),
                                new RefusedRow(10, guid(1).value(), RefusedRow.Outcome.DUPLICATE, "known")));
        enroll(chunk);
        new Deliverer(
                        ledger.boards(),
                        ledger.chunks(),
                        new ChunkWork(ledger.chunks(), Duration.ofMinutes(1)),
                        exit,
                        issuer.certificates(),
                        new BatchBoxes(ledger.batches()))
                .deliver(chunk);
    }

    private void enroll(ChunkRef chunk) {
        var claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards()
                .settled(
                        claim,
                        List.of(
                                new Settled.Enrolled(guid(1), true),
                                new Settled.Enrolled(guid(2), true),
                                new Settled.Parked(guid(3), "DPS says no")));
        ledger.chunks().advance(claim);
    }

    private static RefusedRow rejected() {
        return new RefusedRow(9, "x", RefusedRow.Outcome.REJECTED, "no GUID");
    }

    private JsonNode summary(String batch) throws Exception {
        return new ObjectMapper()
                .readTree(data.resolve("outbox/" + batch + "/summary.json").toFile());
    }
}
