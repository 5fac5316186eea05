package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReadingTest {

    @TempDir
    private Path data;

    private final List<ChunkRef> accepted = new ArrayList<>();
    private TestLedger ledger;
    private Intake intake;
    private Reading reading;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        var folders = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
        var clock = Clock.systemUTC();
        var dryRun = new DryRun(ledger.database(), folders, data.resolve("outbox"), 1);
        intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(), clock), TestKeys.RULES),
                dryRun,
                folders,
                1,
                clock);
        reading = reading("hub-a");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void batchIsReadOnceAlthoughTwoHubsAreAskedTo() throws Exception {
        var batch = take();
        var other = reading("hub-b");

        reading.read(batch, chunk -> {
            accepted.add(chunk);
            other.read(batch, accepted::add);
        });

        assertThat(accepted).hasSize(3);
        assertThat(state(batch)).isEqualTo(Batch.State.WORKING);
    }

    @Test
    void readerWhoseLeaseIsOverLeavesTheRestToWhoeverTookOver() throws Exception {
        var batch = take();
        var other = reading("hub-b");

        reading.read(batch, chunk -> {
            accepted.add(chunk);
            ledger.endLeases();
            other.read(batch, next -> {});
        });

        assertThat(accepted).hasSize(1);
        assertThat(state(batch)).isEqualTo(Batch.State.WORKING);
        assertThat(ledger.batches().counts(batch).inProgress()).isEqualTo(3);
        assertThat(ledger.batches().find(batch).orElseThrow().lastProblem()).isNull();
    }

    /** It stood still for longer than its lease, and its connection was cut meanwhile. */
    @Test
    void failureOfAReaderWhoseBatchWasReadBySomebodyElseIsNoneOfTheBatch() throws Exception {
        var batch = take();
        var other = reading("hub-b");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> reading.read(batch, chunk -> {
                    ledger.endLeases();
                    other.read(batch, accepted::add);
                    throw new IllegalStateException("the connection is closed");
                }));

        assertThat(state(batch)).isEqualTo(Batch.State.WORKING);
        assertThat(ledger.batches().find(batch).orElseThrow().lastProblem()).isNull();
    }

    @Test
    void lostSnapshotIsSaidInTheStatusAndTheSameFileAgainGoesOn() throws Exception {
        var batch = take();
        Files.delete(data.resolve("work/snapshots/line-7.csv"));

        reading.read(batch, accepted::add);

        assertThat(state(batch)).isEqualTo(Batch.State.READING);
        assertThat(ledger.batches().find(batch).orElseThrow().lastProblem())
                .contains("work/snapshots/line-7.csv is gone", "drop 'line-7.csv' again");
        assertThat(ledger.readings("hub-b", "1").due())
                .as("nobody tries each half minute")
                .isEmpty();
        assertThat(take()).isEqualTo(batch);
        reading.read(batch, accepted::add);
        assertThat(state(batch)).isEqualTo(Batch.State.WORKING);
        assertThat(accepted).hasSize(3);
    }

    @Test
    void failureIsSaidInTheStatusAndTheNextTryGoesOnAtOnce() throws Exception {
        var batch = take();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> reading.read(batch, chunk -> {
                    throw new IllegalStateException("the broker is away");
                }));

        assertThat(ledger.batches().find(batch).orElseThrow().lastProblem())
                .isEqualTo("its rows could not be read: the broker is away");
        reading.read(batch, accepted::add);
        assertThat(accepted).hasSize(3);
    }

    private Reading reading(String hub) {
        return new Reading(intake, ledger.batches(), ledger.readings(hub, "1"));
    }

    private String take() throws Exception {
        var rows = "guid\n" + guid(1) + "\n" + guid(2) + "\n" + guid(3) + "\n";
        return intake.take(Files.writeString(data.resolve("line-7.csv"), rows)).batch();
    }

    private Batch.State state(String batch) {
        return ledger.batches().find(batch).orElseThrow().state();
    }
}
