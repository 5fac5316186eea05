package dev.caravan.hub.reconciliation;

import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.enrollment.Patience;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.UnreachableDps;
import dev.caravan.ledger.Adoption;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Findings;
import dev.caravan.reconciliation.DpsRunner;
import dev.caravan.reconciliation.ReconciliationSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** The real way to DPS, which here is a proxy that nobody runs. */
class RunThreadTest {

    private final ProxySelector usual = ProxySelector.getDefault();
    private final AtomicInteger sweeps = new AtomicInteger();

    @TempDir
    private Path folder;

    private SeededLedger ledger;
    private DpsRuns runs;

    @BeforeEach
    void openLedger() {
        ledger = new SeededLedger(folder.resolve("ledger.db"));
        runs = new DpsRuns(ledger.database, "hub-a", "1", Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        ledger.close();
        ProxySelector.setDefault(usual);
    }

    @Test
    void runThatEndsAsksForASweep() throws IOException {
        try (var thread = thread(1_000_000)) {
            thread.reconcile(false, null);

            Awaitility.await().untilAsserted(() -> assertThat(sweeps).hasValue(1));
        }
    }

    /** A quota of one call a minute: the run waits for it when the hub stops. */
    @Test
    void runThatIsCutOffByTheStopOfTheHubAsksForNone() throws IOException {
        long run;
        try (var thread = thread(10)) {
            run = thread.reconcile(false, null).orElseThrow().id();
            Awaitility.await().until(RunThreadTest::isWaiting);
        }

        assertThat(runs.find(run).orElseThrow().state()).isEqualTo(State.CUT_OFF);
        assertThat(sweeps).hasValue(0);
    }

    private static boolean isWaiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().equals("dps-run") && thread.getState() == Thread.State.TIMED_WAITING);
    }

    private RunThread thread(int operationsPerMinute) throws IOException {
        var database = ledger.database;
        var runner = new DpsRunner(
                runs,
                new Findings(database),
                new Comparison(database),
                UnreachableDps.connect(folder, operationsPerMinute, 1),
                new Patience(1, new Random(7)),
                (board, words) -> {},
                new ReconciliationSettings(false, "02:00", false, 100, 1000),
                new Adoption(database),
                Clock.systemDefaultZone());
        return new RunThread(runner, sweeps::incrementAndGet);
    }
}
