package dev.caravan.ledger;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who reads the rows of which batch. */
interface ReadingContract extends OnLedger {

    @Test
    default void batchIsReadByOneHubUntilItEnds() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        var one = ledger().readings("hub-a", "1");
        var other = ledger().readings("hub-b", "1");
        assertThat(other.due()).containsExactly("line-7");

        assertThat(one.claim("line-7")).isTrue();

        assertThat(other.claim("line-7")).isFalse();
        assertThat(one.claim("line-7")).as("by another thread of the same hub").isFalse();
        assertThat(other.due()).isEmpty();
        assertThat(one.due()).isEmpty();
        one.end("line-7");
        assertThat(other.due()).containsExactly("line-7");
        assertThat(other.claim("line-7")).isTrue();
    }

    @Test
    default void readingIsTakenOverWhenItsLeaseIsOverAndTheOldReaderIsRefused() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        var late = ledger().readings("hub-a", "1");
        var next = ledger().readings("hub-b", "1");
        late.claim("line-7");
        assertThat(late.renew("line-7")).isTrue();
        ledger().endLeases();
        assertThat(next.due()).containsExactly("line-7");

        assertThat(next.claim("line-7")).isTrue();

        assertThat(late.renew("line-7")).isFalse();
        late.end("line-7");
        assertThat(next.renew("line-7")).isTrue();
    }

    @Test
    default void startOfAHubFreesItsOwnReadingsAndNoOthers() {
        ledger().batches().register("own", "own.csv", "aa", 3);
        ledger().batches().register("other", "other.csv", "bb", 3);
        ledger().readings("hub-a", "1").claim("own");
        ledger().readings("hub-b", "1").claim("other");
        var restarted = ledger().readings("hub-a", "2");
        assertThat(restarted.due()).isEmpty();

        restarted.releaseEarlier();

        assertThat(restarted.due()).containsExactly("own");
    }

    @Test
    default void failedReadingSaysWhyAndIsNobodysUntilThePauseIsOverOrTheContentIsBroughtAgain() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        var readings = ledger().readings("hub-a", "1");
        readings.claim("line-7");

        assertThat(ledger().readings("hub-b", "1").fail("line-7", "not its own", Duration.ZERO))
                .isFalse();
        assertThat(ledger().batches().find("line-7").orElseThrow().lastProblem())
                .isNull();
        assertThat(readings.fail("line-7", "its rows are gone", Duration.ofMinutes(1)))
                .isTrue();

        assertThat(ledger().batches().find("line-7").orElseThrow().lastProblem())
                .isEqualTo("its rows are gone");
        assertThat(readings.due()).isEmpty();
        assertThat(readings.claim("line-7")).isFalse();
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        assertThat(readings.due()).containsExactly("line-7");
    }

    @Test
    default void readingThatCouldNotEndWhileTheLedgerWasNotWritableIsDueWhenItIs() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        var readings = ledger().readings("hub-a", "1");
        readings.claim("line-7");
        var database = ledger().database().writer();
        database.sql("ALTER TABLE batch RENAME COLUMN reader TO away").update();
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> readings.end("line-7"));
        database.sql("ALTER TABLE batch RENAME COLUMN away TO reader").update();

        assertThat(readings.due()).containsExactly("line-7");
        assertThat(ledger().readings("hub-b", "1").due()).isEmpty();
        assertThat(readings.claim("line-7")).isTrue();
    }

    @Test
    default void clockThatIsSetBackByAnHourKeepsNoReadingForAnHour() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 3);
        ledger().readings("hub-a", "1").claim("line-7");
        ledger().database()
                .writer()
                .sql("UPDATE batch SET reading_until = reading_until + 3600000")
                .update();

        assertThat(ledger().readings("hub-b", "1").due()).containsExactly("line-7");
    }

    @Test
    default void batchThatIsReadOrStoppedIsReadByNobody() {
        ledger().accepted("read", 1);
        ledger().batches().register("stopped", "stopped.csv", "bb", 3);
        ledger().batches().stop("stopped", "DPS stored 'enabled'");
        var readings = ledger().readings("hub-a", "1");

        assertThat(readings.due()).isEmpty();
        assertThat(readings.claim("read")).isFalse();
        assertThat(readings.claim("stopped")).isFalse();
        assertThat(readings.claim("no such batch")).isFalse();
    }
}
