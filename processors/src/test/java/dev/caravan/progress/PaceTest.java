package dev.caravan.progress;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @TempDir
    private Path folder;

    private WorkedLedger ledger;
    private Pace pace;
    private ProgressLines lines;
    private String holdUp;
    private long seconds;

    @BeforeEach
    void start() {
        ledger = new WorkedLedger(folder.resolve("ledger.db"));
        pace = new Pace(ledger.batches, Clock.fixed(NOW, ZoneOffset.UTC), () -> TimeUnit.SECONDS.toNanos(seconds));
        lines = new ProgressLines(
                new BatchProblems(
                        ledger.chunks, () -> Optional.ofNullable(holdUp), () -> Optional.of("the clock is wrong")),
                pace,
                () -> TimeUnit.SECONDS.toNanos(seconds));
        ledger.batch("a", 4);
        ledger.batch("b", 2);
    }

    @AfterEach
    void end() {
        ledger.close();
    }

    @Test
    void batchIsDoneWhenItsRowsAndThoseBeforeItAreWorked() {
        look(0);
        ledger.work("a", 0);
        look(10);

        assertThat(pace.of("a")).contains(new Forecast(60, Duration.ofSeconds(30), NOW.plusSeconds(30)));
        assertThat(pace.of("b")).contains(new Forecast(60, Duration.ofSeconds(50), NOW.plusSeconds(50)));
        assertThat(pace.of("unknown")).isEmpty();
    }

    @Test
    void timeSinceTheLastLookIsCountedAndTheEndStaysWhereItWas() {
        look(0);
        ledger.work("a", 0);
        look(10);
        seconds = 14;

        assertThat(pace.of("a").orElseThrow().left()).isEqualTo(Duration.ofSeconds(26));
        seconds = 100;
        assertThat(pace.of("a").orElseThrow().left()).isEqualTo(Duration.ZERO);
    }

    @Test
    void whatWasDoneBeforeTheStartIsNoSpeed() {
        ledger.work("a", 0);
        look(0);
        assertThat(pace.of("a")).isEmpty();
        ledger.work("a", 1);
        look(20);

        assertThat(pace.of("a")).contains(new Forecast(30, Duration.ofSeconds(40), NOW.plusSeconds(40)));
    }

    @Test
    void onlyTheLastMinuteCounts() {
        look(0);
        ledger.work("a", 0);
        look(10);
        look(65);
        ledger.work("a", 1);
        look(70);

        assertThat(pace.of("a").orElseThrow().boardsPerMinute()).isEqualTo(10);
    }

    @Test
    void whileNothingMovesNoEndIsPromised() {
        look(0);
        look(5);

        assertThat(pace.of("a")).contains(new Forecast(0, null, null));
    }

    @Test
    void batchThatBecameCompleteBetweenTwoLooksCounts() {
        for (var chunk = 0; chunk < 3; chunk++) {
            ledger.work("a", chunk);
        }
        look(0);
        ledger.work("a", 3);
        ledger.complete("a");
        look(10);

        assertThat(pace.of("a")).isEmpty();
        assertThat(pace.of("b")).contains(new Forecast(60, Duration.ofSeconds(20), NOW.plusSeconds(20)));
    }

    @Test
    void consoleHearsOfALongBatchEachHalfMinuteAndWhatItWaitsFor() {
        assertThat(look(0)).isEmpty();
        ledger.work("a", 0);
        assertThat(look(29)).isEmpty();
        ledger.putAside("b", 0, "DPS does not answer");

        assertThat(look(30))
                .containsExactly(
                        "batch 'a': 10 of 40 rows done, 20 boards a minute, about 90 s left",
                        "batch 'b': 0 of 20 rows done, 20 boards a minute, about 3 min left; waiting: DPS does not answer");
        assertThat(look(59)).isEmpty();
        assertThat(look(60)).hasSize(2);
    }

    @Test
    void consoleHearsWhatHoldsEveryBatchUp() {
        look(0);
        holdUp = "DPS throttles; goes on at 2026-11-24T10:01:00Z";

        assertThat(look(30)).hasSize(2).allSatisfy(line -> assertThat(line).endsWith("; waiting: " + holdUp));
    }

    @Test
    void consoleHearsNothingOfBatchesThatAreDoneSoon() {
        look(0);
        List.of(0, 1, 2, 3).forEach(chunk -> ledger.work("a", chunk));
        List.of(0, 1).forEach(chunk -> ledger.work("b", chunk));
        ledger.complete("a");
        ledger.complete("b");
        look(29);
        ledger.batch("c", 1);
        assertThat(look(31)).isEmpty();
        assertThat(look(59)).hasSize(1);
    }

    @Test
    void consoleNamesTheOldestThreeAndCountsTheRest() {
        List.of("c", "d", "e").forEach(name -> ledger.batch(name, 1));
        look(0);

        assertThat(look(30)).hasSize(4).last().isEqualTo("and 2 more batches after these");
    }

    @Test
    void timeIsSaidAsAPersonWould() {
        assertThat(ProgressLines.inWords(Duration.ofSeconds(7))).isEqualTo("about 7 s");
        assertThat(ProgressLines.inWords(Duration.ofSeconds(91))).isEqualTo("about 2 min");
        assertThat(ProgressLines.inWords(Duration.ofMinutes(100))).isEqualTo("about 2 h");
    }

    private List<String> look(long at) {
        seconds = at;
        pace.sample();
        return lines.due();
    }
}
