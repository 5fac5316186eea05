package dev.caravan.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.certificate;
import static dev.caravan.ledger.TestLedger.guid;
import static dev.caravan.ledger.TestLedger.row;
import static org.assertj.core.api.Assertions.assertThat;

/** What several writers do at once happens once. */
interface ManyWritersContract extends OnLedger {

    int WRITERS = 4;
    int ROUNDS = 10;

    @Test
    default void fileThatAllTakeAtOnceIsOneBatch() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var name = "line-" + round;
            var registered = atOnce(writer -> () -> ledger().batches().register(name, name + ".csv", "aa", 1));

            assertThat(registered).filteredOn(each -> !each.known()).hasSize(1);
            assertThat(registered).extracting(each -> each.batch().id()).containsOnly(name);
        }
    }

    @Test
    default void filesOfOneNameAndDifferentContentAreBatchesOfTheirOwn() throws Exception {
        for (var round = 0; round < ROUNDS; round++) {
            var name = "line-" + round;
            var registered =
                    atOnce(writer -> () -> ledger().batches().register(name, name + ".csv", "sha-" + writer, 1));

            assertThat(registered)
                    .extracting(each -> each.batch().id())
                    .containsExactlyInAnyOrder(name, name + "~2", name + "~3", name + "~4");
        }
    }

    @Test
    default void boardsOfOverlappingBatchesBelongToOneOfThem() throws Exception {
        for (var writer = 0; writer < WRITERS; writer++) {
            ledger().batches().register("line-" + writer, "x.csv", "aa", 50);
        }

        atOnce(writer -> () -> ledger().batches()
                .accept(
                        "line-" + writer,
                        0,
                        IntStream.rangeClosed(1, 50)
                                .mapToObj(number -> row(writer % 2 == 0 ? number : 51 - number))
                                .toList(),
                        List.of()));

        var accepted = 0L;
        var duplicate = 0L;
        for (var writer = 0; writer < WRITERS; writer++) {
            var counts = ledger().batches().counts("line-" + writer);
            accepted += counts.inProgress();
            duplicate += counts.duplicate();
        }
        assertThat(accepted).isEqualTo(50);
        assertThat(duplicate).isEqualTo(50L * (WRITERS - 1));
    }

    @Test
    default void rowsThatAllReadAtOnceAreAcceptedOnce() throws Exception {
        ledger().batches().register("line-7", "line-7.csv", "aa", 20);
        var rows = IntStream.rangeClosed(1, 20).mapToObj(TestLedger::row).toList();

        var chunks = atOnce(writer -> () -> ledger().batches().accept("line-7", 0, rows, List.of()));

        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk).contains(new ChunkRef("line-7", 0)));
        assertThat(ledger().batches().counts("line-7").inProgress()).isEqualTo(20);
        assertThat(ledger().chunks().unfinished(10)).hasSize(1);
    }

    @Test
    default void parkedBoardsAreRetriedByOneOfThem() throws Exception {
        var boards = IntStream.rangeClosed(1, 30).mapToObj(number -> new Settled.Parked(guid(number), "refused"));
        var claim = ledger().chunks()
                .claim(ledger().certified("line-7", 30), Stage.ENROLL)
                .orElseThrow();
        ledger().boards().settled(claim, List.copyOf(boards.toList()));
        ledger().chunks().advance(claim);
        ledger().chunks()
                .advance(ledger().chunks().claim(claim.chunk(), Stage.DELIVER).orElseThrow());

        var retried = atOnce(writer -> () -> new Retries(ledger().database(), 7)
                .batch("line-7", TestLedger.ASKER)
                .orElseThrow()
                .boards());

        assertThat(retried.stream().mapToLong(Long::longValue).sum()).isEqualTo(30);
        assertThat(ledger().batches().counts("line-7").of(BoardState.CERTIFIED)).isEqualTo(30);
    }

    @Test
    default void everyChunkIsWorkedByOneHubAndEveryBoardChangesOnce() throws Exception {
        ledger().batches().register("line-7", "line-7.csv", "aa", 40);
        for (var chunk = 0; chunk < 40; chunk++) {
            ledger().batches().accept("line-7", chunk, List.of(row(chunk + 1)), List.of());
        }

        var worked = atOnce(writer -> () -> certifyAll(writer));

        assertThat(worked.stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
        for (var number = 1; number <= 40; number++) {
            assertThat(ledger().board(number).version()).isEqualTo(2);
        }
    }

    private int certifyAll(int writer) {
        var chunks = new Chunks(ledger().database(), "hub-" + writer, "1", Duration.ofMinutes(5));
        var boards = new Boards(ledger().database(), chunks);
        var worked = 0;
        for (var number = 0; number < 40; number++) {
            var claim = chunks.claim(new ChunkRef("line-7", number), Stage.CERTIFY);
            if (claim.isPresent()) {
                boards.certified(claim.get(), List.of(certificate(number + 1)));
                chunks.advance(claim.get());
                worked++;
            }
        }
        return worked;
    }

    /** One writer of several. */
    interface Writer<T> {
        Callable<T> work(int number);
    }

    private static <T> List<T> atOnce(Writer<T> writer) throws Exception {
        var barrier = new CyclicBarrier(WRITERS);
        var threads = Executors.newFixedThreadPool(WRITERS);
        try {
            var running = new ArrayList<Future<T>>();
            for (var number = 0; number < WRITERS; number++) {
                var work = writer.work(number);
                running.add(threads.submit(() -> {
                    barrier.await();
                    return work.call();
                }));
            }
            var results = new ArrayList<T>();
            for (var each : running) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
