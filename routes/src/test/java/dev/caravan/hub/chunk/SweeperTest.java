package dev.caravan.hub.chunk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.Stage;

import static org.assertj.core.api.Assertions.assertThat;

class SweeperTest {

    private static final String GUID = "00000000-0000-4000-8000-00000000000a";

    @TempDir
    private Path folder;

    private SeededLedger ledger;
    private Sweeper sweeper;
    private long now;

    @BeforeEach
    void openLedger() {
        ledger = new SeededLedger(folder.resolve("ledger.db"));
        sweeper = new Sweeper(ledger.batches, ledger.chunks, ledger.readings, () -> now);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void chunkIsFoundForItsOwnStageOnly() {
        var chunk = ledger.certified("b", GUID);

        assertThat(sweeper.waitingFor(Stage.ENROLL)).containsExactly(chunk);
        assertThat(sweeper.waitingFor(Stage.CERTIFY)).isEmpty();
        assertThat(sweeper.waitingFor(Stage.DELIVER)).isEmpty();
    }

    @Test
    void chunkThatSomebodyWorksIsLeftAloneUntilItIsFreed() {
        var chunk = ledger.accepted("b", GUID);
        ledger.chunks.claim(chunk, Stage.CERTIFY).orElseThrow();

        assertThat(sweeper.waitingFor(Stage.CERTIFY)).isEmpty();

        ledger.chunks.releaseEarlier();
        assertThat(sweeper.waitingFor(Stage.CERTIFY)).containsExactly(chunk);
    }

    @Test
    void chunkThatWasPutAsideIsNotDueUntilItsPauseIsOver() {
        var chunk = ledger.accepted("b", GUID);
        var claim = ledger.chunks.claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger.chunks.release(claim, Duration.ofHours(1), "DPS throttles");

        assertThat(sweeper.waitingFor(Stage.CERTIFY)).isEmpty();
    }

    @Test
    void chunkWhosePauseIsOverIsDue() {
        var chunk = ledger.accepted("b", GUID);
        var claim = ledger.chunks.claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger.chunks.release(claim, Duration.ZERO, "DPS throttles");

        assertThat(sweeper.waitingFor(Stage.CERTIFY)).containsExactly(chunk);
    }

    @Test
    void pointerThatWaitsInItsQueueIsNotSentAgainUntilItWasTaken() {
        var chunk = ledger.accepted("b", GUID);
        assertThat(sweeper.waitingFor(Stage.CERTIFY)).containsExactly(chunk);

        assertThat(sweeper.waitingFor(Stage.CERTIFY)).isEmpty();

        sweeper.taken(chunk, Stage.CERTIFY);
        assertThat(sweeper.waitingFor(Stage.CERTIFY)).containsExactly(chunk);
    }

    @Test
    void pointerThatNobodyHasTakenForHalfAnHourIsBelievedLost() {
        var chunk = ledger.accepted("b", GUID);
        sweeper.waitingFor(Stage.CERTIFY);

        now += TimeUnit.MINUTES.toNanos(31);

        assertThat(sweeper.waitingFor(Stage.CERTIFY)).containsExactly(chunk);
    }

    @Test
    void batchIsAtItsEndOnceItsLastChunkIsDone() {
        var chunk = ledger.enrolled("b", GUID);
        assertThat(sweeper.atTheirEnd()).isEmpty();

        ledger.chunks.advance(ledger.chunks.claim(chunk, Stage.DELIVER).orElseThrow());

        assertThat(sweeper.atTheirEnd()).containsExactly("b");
        assertThat(sweeper.halfRead()).isEmpty();
    }
}
