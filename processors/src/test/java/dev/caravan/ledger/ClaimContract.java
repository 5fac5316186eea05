package dev.caravan.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static dev.caravan.ledger.TestLedger.certificate;
import static dev.caravan.ledger.TestLedger.guid;
import static dev.caravan.ledger.TestLedger.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who works which chunk. */
interface ClaimContract extends OnLedger {

    @Test
    default void claimedChunkIsNobodyElses() {
        var chunk = ledger().accepted("line-7", 1);

        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY);

        assertThat(claim).contains(new Claim(chunk, Stage.CERTIFY, "hub-a/1", 1));
        assertThat(ledger().chunks().claim(chunk, Stage.CERTIFY)).isEmpty();
        assertThat(ledger().otherHub().claim(chunk, Stage.CERTIFY)).isEmpty();
        assertThat(ledger().chunks().unfinished(10)).isEmpty();
    }

    @Test
    default void chunkIsClaimedOnlyForTheStageThatItWaitsFor() {
        var chunk = ledger().accepted("line-7", 1);

        assertThat(ledger().chunks().claim(chunk, Stage.ENROLL)).isEmpty();
        assertThat(ledger().chunks().claim(new ChunkRef("line-7", 1), Stage.CERTIFY))
                .isEmpty();
    }

    @Test
    default void writesOfAnOvertakenClaimAreRefusedAndStoreNothing() {
        var chunk = ledger().accepted("line-7", 1);
        var late = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger().endLeases();
        var current = ledger().otherHub().claim(chunk, Stage.CERTIFY).orElseThrow();

        refused(() -> ledger().chunks().renew(late));
        refused(() -> ledger().boards().certified(late, List.of(certificate(1))));
        refused(() -> ledger().boards().settled(late, List.of(new Settled.Parked(guid(1), "late"))));
        refused(() -> ledger().chunks().advance(late));
        refused(() -> ledger().chunks().release(late, Duration.ofHours(1), "late"));

        assertThat(current.attempt()).isEqualTo(2);
        assertThat(ledger().board(1).thumbprint()).isNull();
        assertThat(ledger().board(1).version()).isEqualTo(1);
        assertThat(ledger().batches().counts("line-7").inProgress()).isEqualTo(1);
        assertThat(ledger().chunks().problems("line-7")).isEmpty();
        ledger().otherHub().advance(current);
    }

    @Test
    default void sameHubThatClaimsAgainMakesItsFirstClaimStale() {
        var chunk = ledger().accepted("line-7", 1);
        var first = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger().endLeases();
        ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();

        refused(() -> ledger().chunks().advance(first));
    }

    @Test
    default void claimWhoseLeaseIsOverHoldsUntilSomebodyElseTakesTheChunk() {
        var chunk = ledger().accepted("line-7", 1);
        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger().endLeases();

        ledger().chunks().renew(claim);

        assertThat(ledger().otherHub().claim(chunk, Stage.CERTIFY)).isEmpty();
    }

    @Test
    default void advancedChunkWaitsForTheNextStageUntilItIsDone() {
        var chunk = ledger().accepted("line-7", 1);
        for (var stage : List.of(Stage.CERTIFY, Stage.ENROLL, Stage.DELIVER)) {
            assertThat(ledger().chunks().unfinished(10)).containsExactly(new Chunks.Due(chunk, stage));
            var claim = ledger().chunks().claim(chunk, stage).orElseThrow();
            ledger().chunks().advance(claim);
            refused(() -> ledger().chunks().advance(claim));
        }

        assertThat(ledger().chunks().unfinished(10)).isEmpty();
    }

    @Test
    default void releasedChunkWaitsItsPauseAndSaysWhy() {
        var chunk = ledger().accepted("line-7", 1);
        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();

        ledger().chunks().release(claim, Duration.ofHours(1), "DPS throttles");

        assertThat(ledger().chunks().claim(chunk, Stage.CERTIFY)).isEmpty();
        assertThat(ledger().chunks().unfinished(10)).isEmpty();
        assertThat(ledger().chunks().problems("line-7")).containsExactly("DPS throttles");
        ledger().endPauses();
        assertThat(ledger().chunks().unfinished(10)).containsExactly(new Chunks.Due(chunk, Stage.CERTIFY));
        var again = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger().chunks().advance(again);
        assertThat(ledger().chunks().problems("line-7")).isEmpty();
    }

    @Test
    default void claimThatCouldNotEndWhileTheLedgerWasNotWritableEndsWhenItIs() {
        var chunk = ledger().accepted("line-7", 1);
        var work = new ChunkWork(ledger().chunks(), Duration.ofMinutes(1));
        var database = ledger().database();

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> work.run(chunk, Stage.CERTIFY, claim -> {
                    database.writer().sql("ALTER TABLE chunk RENAME TO away").update();
                    return Optional.of("DPS is down");
                }));
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(work::releaseKept);
        database.writer().sql("ALTER TABLE away RENAME TO chunk").update();
        assertThat(ledger().chunks().unfinished(10)).isEmpty();
        work.releaseKept();

        assertThat(ledger().chunks().unfinished(10)).containsExactly(new Chunks.Due(chunk, Stage.CERTIFY));
    }

    @Test
    default void chunkReleasedWithoutPauseIsDueAtOnce() {
        var chunk = ledger().accepted("line-7", 1);
        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();

        ledger().chunks().release(claim, Duration.ZERO, null);

        assertThat(ledger().chunks().claim(chunk, Stage.CERTIFY)).isPresent();
    }

    @Test
    default void clockThatIsSetBackByAnHourKeepsNoChunkForAnHour() {
        var claimed = ledger().accepted("line-7", 1);
        ledger().batches().register("line-8", "line-8.csv", "bb", 1);
        ledger().batches().accept("line-8", 0, List.of(row(8)), List.of());
        var paused = new ChunkRef("line-8", 0);
        var late = ledger().chunks().claim(claimed, Stage.CERTIFY).orElseThrow();
        ledger().chunks()
                .release(
                        ledger().chunks().claim(paused, Stage.CERTIFY).orElseThrow(),
                        Duration.ofMinutes(1),
                        "DPS throttles");

        ledger().setClockBack(Duration.ofHours(1));

        assertThat(ledger().chunks().unfinished(10))
                .extracting(Chunks.Due::chunk)
                .containsExactlyInAnyOrder(claimed, paused);
        assertThat(ledger().otherHub().claim(claimed, Stage.CERTIFY)).isPresent();
        assertThat(ledger().otherHub().claim(paused, Stage.CERTIFY)).isPresent();
        refused(() -> ledger().chunks().advance(late));
    }

    @Test
    default void smallCorrectionOfTheClockTakesNoChunkFromItsWorker() {
        var chunk = ledger().accepted("line-7", 1);
        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();

        ledger().setClockBack(Duration.ofSeconds(2));

        assertThat(ledger().otherHub().claim(chunk, Stage.CERTIFY)).isEmpty();
        ledger().chunks().advance(claim);
    }

    @Test
    default void unfinishedChunksComeOldestBatchFirstAndNoMoreThanAskedFor() {
        ledger().accepted("line-7", 1);
        ledger().batches().register("line-8", "line-8.csv", "bb", 2);
        ledger().batches().accept("line-8", 0, List.of(row(8)), List.of());
        ledger().batches().accept("line-8", 1, List.of(row(9)), List.of());
        ledger().database()
                .writer()
                .sql("UPDATE batch SET created_at = CASE id WHEN 'line-8' THEN 1 ELSE 2 END")
                .update();

        assertThat(ledger().chunks().unfinished(2))
                .extracting(Chunks.Due::chunk)
                .containsExactly(new ChunkRef("line-8", 0), new ChunkRef("line-8", 1));
        assertThat(ledger().chunks().unfinished(3)).hasSize(3);
    }

    @Test
    default void startOfAHubFreesWhatItHadClaimedBeforeItWasKilledAndNothingOfAnotherHub() {
        var chunk = ledger().accepted("line-7", 1);
        ledger().batches().register("line-8", "line-8.csv", "bb", 1);
        ledger().batches().accept("line-8", 0, List.of(row(8)), List.of());
        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        var another = ledger().otherHub()
                .claim(new ChunkRef("line-8", 0), Stage.CERTIFY)
                .orElseThrow();

        assertThat(ledger().nextProcess().releaseEarlier()).isEqualTo(1);

        assertThat(ledger().nextProcess().claim(chunk, Stage.CERTIFY)).isPresent();
        refused(() -> ledger().chunks().advance(claim));
        ledger().otherHub().advance(another);
    }

    @Test
    default void stoppedBatchIsClaimedByNobody() {
        var chunk = ledger().accepted("line-7", 1);

        ledger().batches().stop("line-7", "enabled");

        assertThat(ledger().chunks().claim(chunk, Stage.CERTIFY)).isEmpty();
        assertThat(ledger().chunks().unfinished(10)).isEmpty();
    }

    @Test
    default void workerOfAStoppedBatchRecordsWhatDpsDidAndBeginsNothing() {
        var chunk = ledger().certified("line-7", 2);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().batches().stop("line-7", "enabled");

        refused(() -> ledger().chunks().renew(claim));
        ledger().boards().settled(claim, List.of(new Settled.Enrolled(guid(1), true)));

        assertThat(ledger().batches().counts("line-7").enrolled()).isEqualTo(1);
    }

    @Test
    default void checkOfAClaimWritesNothingUntilHalfOfItsLeaseIsOver() {
        var chunk = ledger().accepted("line-7", 1);
        var claim = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        var lease = leaseUntil();

        ledger().chunks().check(claim);
        assertThat(leaseUntil()).isEqualTo(lease);

        ledger().endLeases();
        ledger().chunks().check(claim);
        assertThat(leaseUntil()).isGreaterThanOrEqualTo(lease);

        ledger().setClockBack(Duration.ofHours(1));
        ledger().chunks().check(claim);
        assertThat(leaseUntil()).isLessThan(lease + Duration.ofMinutes(10).toMillis());

        ledger().batches().stop("line-7", "enabled");
        refused(() -> ledger().chunks().check(claim));
    }

    private long leaseUntil() {
        return ledger().database()
                .writer()
                .sql("SELECT lease_until FROM chunk")
                .query(Long.class)
                .single();
    }

    @Test
    default void rowsOfAStoppedBatchAreStillAccepted() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 2);
        ledger().batches().stop("line-7", "enabled");

        assertThat(ledger().batches().accept("line-7", 0, List.of(row(1)), List.of()))
                .isPresent();

        assertThat(ledger().batches().counts("line-7").inProgress()).isEqualTo(1);
    }

    @Test
    default void ofWorkersThatMeetExactlyOneGetsTheChunk() throws Exception {
        var hubs = List.of(ledger().chunks(), ledger().otherHub());
        var chunk = ledger().accepted("line-7", 1);
        var barrier = new CyclicBarrier(2);
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (var round = 1; round <= 20; round++) {
                var claims = new ArrayList<Future<Optional<Claim>>>();
                for (var hub : hubs) {
                    claims.add(threads.submit(() -> {
                        barrier.await();
                        return hub.claim(chunk, Stage.CERTIFY);
                    }));
                }
                var won = new ArrayList<Claim>();
                for (var claim : claims) {
                    claim.get().ifPresent(won::add);
                }
                assertThat(won).hasSize(1);
                assertThat(won.get(0).attempt()).isEqualTo(round);
                ledger().endLeases();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void refused(Runnable write) {
        assertThatExceptionOfType(StaleClaimException.class).isThrownBy(write::run);
    }
}
