package dev.caravan.hub.api;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.BoardsInReach;
import dev.caravan.progress.BatchProblems;
import dev.caravan.progress.Pace;

import static org.assertj.core.api.Assertions.assertThat;

class BatchStatusTest {

    private static final String HOLD_UP = "DPS throttles; goes on at 2026-11-26T12:30:00Z: Rate limit exceeded.";

    private static final String WARNING = "this machine's clock is ahead";

    @TempDir
    private Path folder;

    @Test
    void whatHoldsEveryBatchUpOrIsWrongWithAllStandsInTheStatusOfAnOpenOneAndOfNoStoppedOne() {
        try (var ledger = new SeededLedger(folder.resolve("ledger.db"))) {
            ledger.accepted("line-7", "3f2504e0-4f89-41d3-9a0c-0305e82c3301");
            var queries = new BoardQueries(
                    new BoardsInReach(ledger.database),
                    ledger.batches,
                    new BatchProblems(ledger.chunks, () -> Optional.of(HOLD_UP), () -> Optional.of(WARNING)),
                    new Pace(ledger.batches, Clock.systemUTC(), System::nanoTime));

            assertThat(queries.batch("line-7").problems()).containsExactly(HOLD_UP, WARNING);
            ledger.batches.stop("line-7", "DPS has a board enabled");

            assertThat(queries.batch("line-7").problems()).isEmpty();
        }
    }
}
