package dev.caravan.reconciliation;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.TestLedger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NightlyTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @TempDir
    private Path folder;

    private TestLedger ledger;
    private DpsRuns runs;

    @BeforeEach
    void openLedger() {
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        runs = new DpsRuns(ledger.database(), "hub", "1", Duration.ofMinutes(5));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void runIsDueFromItsTimeOfDayForAnHour() {
        assertThat(due(true, "2026-11-24T01:59:59")).isFalse();
        assertThat(due(true, "2026-11-24T02:00:00")).isTrue();
        assertThat(due(true, "2026-11-24T02:59:59")).isTrue();
        assertThat(due(true, "2026-11-24T03:00:00")).isFalse();
        assertThat(due(true, "2026-03-29T03:00:00"))
                .as("02:00 does not exist in that night")
                .isTrue();
    }

    @Test
    void switchedOffIsNeverDue() {
        assertThat(due(false, "2026-11-24T02:00:00")).isFalse();
    }

    @Test
    void nightHasOneRun() {
        var begun = runs.begin(Task.RECONCILE, false, null, null).orElseThrow();
        runs.end(begun.id(), State.COMPLETE, null);
        var now = ZonedDateTime.ofInstant(begun.startedAt(), ZONE);

        assertThat(nightly(true, now.minusMinutes(1)).due())
                .as("the run began after its time")
                .isFalse();
        assertThat(nightly(true, now.plusMinutes(1)).due())
                .as("the run began before its time")
                .isTrue();
    }

    @Test
    void timeOfDayIsCheckedAndTheMessageSaysHowItIsWritten() {
        assertThatThrownBy(() -> new ReconciliationSettings(true, "750", false, 100, 1000))
                .hasMessage(
                        "caravan.reconciliation.at must be a time of day in quotes, such as \"02:00\", but is '750'");
        assertThatThrownBy(() -> new ReconciliationSettings(true, "02:00", false, 1001, 1000))
                .hasMessage("caravan.reconciliation.page-size must be 1 to 1000, but is 1001");
        assertThatThrownBy(() -> new ReconciliationSettings(true, "02:00", false, 100, 0))
                .hasMessage("caravan.reconciliation.most-differences must be 1 to 100000, but is 0");
    }

    private boolean due(boolean nightly, String local) {
        var at = java.time.LocalDateTime.parse(local).atZone(ZONE).toInstant();
        return new Nightly(runs, new ReconciliationSettings(nightly, "02:00", false, 100, 1000), Clock.fixed(at, ZONE))
                .due();
    }

    /** One second after a time of day that a run may have begun before or after. */
    private Nightly nightly(boolean on, ZonedDateTime time) {
        Instant now = time.plusSeconds(1).toInstant();
        return new Nightly(
                runs,
                new ReconciliationSettings(
                        on,
                        time.toLocalTime()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                .toString(),
                        false,
                        100,
                        1000),
                Clock.fixed(now, ZONE));
    }
}
