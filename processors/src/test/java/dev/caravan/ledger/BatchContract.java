package dev.caravan.ledger;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.caravan.ledger.Batch.State;

import static org.assertj.core.api.Assertions.assertThat;

/** A batch from registration to its end. */
interface BatchContract extends OnLedger {

    @Test
    default void newBatchIsReadingUnderTheNameOfItsFile() {
        var registration = ledger().batches().register("line-7", "line-7.csv", "aa", 3);

        assertThat(registration.known()).isFalse();
        assertThat(registration.batch().id()).isEqualTo("line-7");
        assertThat(registration.batch().file()).isEqualTo("line-7.csv");
        assertThat(registration.batch().state()).isEqualTo(State.READING);
        assertThat(registration.batch().rows()).isEqualTo(3);
        assertThat(registration.batch().completedAt()).isNull();
    }

    @Test
    default void sameNameAndContentIsTheSameBatch() {
        var first = ledger().batches().register("line-7", "line-7.csv", "aa", 3);

        var again = ledger().batches().register("line-7", "line-7.csv", "aa", 3);

        assertThat(again.known()).isTrue();
        assertThat(again.batch()).isEqualTo(first.batch());
        assertThat(ledger().batches().list(10)).hasSize(1);
    }

    @Test
    default void sameNameWithOtherContentIsANumberedBatch() {
        var batches = ledger().batches();
        batches.register("line-7", "line-7.csv", "aa", 3);

        assertThat(batches.register("line-7", "line-7.csv", "bb", 3).batch().id())
                .isEqualTo("line-7~2");
        assertThat(batches.register("line-7", "line-7.csv", "cc", 3).batch().id())
                .isEqualTo("line-7~3");
        var second = batches.register("line-7", "line-7.csv", "bb", 3);
        assertThat(second.known()).isTrue();
        assertThat(second.batch().id()).isEqualTo("line-7~2");
    }

    @Test
    default void sameContentUnderAnotherNameIsAnotherBatch() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);

        var other = ledger().batches().register("line-8", "line-8.csv", "aa", 3);

        assertThat(other.known()).isFalse();
        assertThat(other.batch().id()).isEqualTo("line-8");
    }

    @Test
    default void batchIsHalfReadUntilItsLastRowIs() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        assertThat(ledger().batches().halfRead()).extracting(Batch::id).containsExactly("line-7");

        ledger().batches().rowsRead("line-7");

        assertThat(ledger().batches().halfRead()).isEmpty();
        assertThat(state("line-7")).isEqualTo(State.WORKING);
    }

    @Test
    default void batchIsAtItsEndWhenItsLastChunkIsDoneAndNotBefore() {
        var chunk = ledger().certified("line-7", 1);
        advance(chunk, Stage.ENROLL);
        assertThat(ledger().batches().isAtItsEnd("line-7")).isFalse();
        assertThat(ledger().batches().atTheirEnd()).isEmpty();

        advance(chunk, Stage.DELIVER);

        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
        assertThat(ledger().batches().atTheirEnd()).extracting(Batch::id).containsExactly("line-7");
    }

    @Test
    default void batchWhoseRowsAreStillReadIsNotAtItsEnd() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);

        assertThat(ledger().batches().isAtItsEnd("line-7")).isFalse();
        assertThat(ledger().batches().isAtItsEnd("no-such-batch")).isFalse();
    }

    @Test
    default void batchOfRefusedRowsOnlyIsAtItsEndOnceItIsRead() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 1);
        ledger().batches()
                .accept(
                        "line-7",
                        0,
                        List.of(),
                        List.of(new RefusedRow(2, "x", RefusedRow.Outcome.REJECTED, "no GUID")));
        ledger().batches().rowsRead("line-7");

        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
    }

    @Test
    default void completedBatchIsNotAtItsEndAgain() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 0);
        ledger().batches().rowsRead("line-7");

        ledger().completed("line-7", 1);

        var batch = ledger().batches().find("line-7").orElseThrow();
        assertThat(batch.state()).isEqualTo(State.COMPLETE);
        assertThat(batch.revision()).isEqualTo(1);
        assertThat(batch.completedAt()).isNotNull();
        assertThat(ledger().batches().isAtItsEnd("line-7")).isFalse();
    }

    @Test
    default void batchThatIsReadCannotBeCompleted() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 1);

        ledger().completed("line-7", 1);

        assertThat(state("line-7")).isEqualTo(State.READING);
    }

    @Test
    default void stoppedBatchKeepsItsFirstAlarmAndStaysStopped() {
        ledger().accepted("line-7", 1);

        ledger().batches().stop("line-7", "first");
        ledger().batches().stop("line-7", "second");
        ledger().batches().rowsRead("line-7");

        assertThat(ledger().batches().find("line-7").orElseThrow().alarm()).isEqualTo("first");
        assertThat(state("line-7")).isEqualTo(State.STOPPED);
        assertThat(ledger().batches().isAtItsEnd("line-7")).isTrue();
    }

    @Test
    default void stoppedBatchStaysStoppedWhenItsAlarmIsWritten() {
        ledger().accepted("line-7", 1);
        ledger().batches().stop("line-7", "enabled");

        ledger().batches().alarmed("line-7");

        assertThat(state("line-7")).isEqualTo(State.STOPPED);
        assertThat(ledger().batches().isAtItsEnd("line-7")).isFalse();
    }

    @Test
    default void completeBatchIsNotStoppedAfterwards() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 0);
        ledger().batches().rowsRead("line-7");
        ledger().completed("line-7", 1);

        ledger().batches().stop("line-7", "too late");

        assertThat(state("line-7")).isEqualTo(State.COMPLETE);
    }

    private State state(String batch) {
        return ledger().batches().find(batch).orElseThrow().state();
    }

    private void advance(ChunkRef chunk, Stage stage) {
        ledger().chunks().advance(ledger().chunks().claim(chunk, stage).orElseThrow());
    }
}
