package dev.caravan.hub.api;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Principal;
import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.DpsFailures;
import dev.caravan.hub.SeededLedger;
import dev.caravan.ledger.ActivationJobs;
import dev.caravan.ledger.BoardsInReach;
import dev.caravan.progress.BatchProblems;
import dev.caravan.progress.Pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BulkCallsTest {

    private static final Principal OPERATOR = new Principal("ops", Role.OPERATOR, Set.of());
    private static final Principal KRONE = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone"));
    private static final Principal LEMKEN = new Principal("lemken-erp", Role.MANUFACTURER, Set.of("lemken"));
    private static final Duration LEASE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private Function<BoardGuid, ActivationOutcome> activator = this::activated;
    private Duration time = Duration.ofSeconds(20);
    private Duration grace = Duration.ofSeconds(20);
    private SeededLedger ledger;
    private ActivationJobs jobs;

    @BeforeEach
    void open() {
        ledger = new SeededLedger(folder.resolve("ledger.db"));
        jobs = new ActivationJobs(ledger.database, "hub-a", "1", LEASE);
        for (var board = 1; board <= 3; board++) {
            ledger.atItsEnd("krone-" + board, guid(board), "krone");
        }
        ledger.atItsEnd("lemken", guid(4), "lemken");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void eachBoardIsAnsweredInItsPlaceAsTheSingleCallWouldAndOneThatFailsHoldsUpNoOther() {
        activator = guid -> {
            if (guid.value().equals(guid(2))) {
                throw DpsFailures.refused();
            }
            return activated(guid);
        };

        var answer = (BulkAnswer)
                calls().activate(KRONE, body(guid(3), guid(2), guid(4), guid(9), "x", guid(3)), false, false);

        assertThat(answer.items()).extracting(ItemAnswer::status).containsExactly(200, 502, 404, 404, 400, 400);
        assertThat(answer.items())
                .extracting(ItemAnswer::guid)
                .containsExactly(guid(3), guid(2), guid(4), guid(9), "x", guid(3));
        assertThat(answer.items().get(0).board().guid()).isEqualTo(guid(3));
        assertThat(answer.items().get(2).problem().detail().replace(guid(4), guid(9)))
                .isEqualTo(answer.items().get(3).problem().detail());
        assertThat(answer.items().get(5).problem().detail()).contains("number 6", "number 1");
        assertThat(answer.counts()).isEqualTo(new BulkCounts(6, 1, 0, 0, 5, 0, 0));
        assertThat(asked).containsExactlyInAnyOrder(guid(3), guid(2));
    }

    @Test
    void whatIsNotReachedInTimeIsSaidNotToBeDoneAndWhatWasBegunNotToBeKnown() {
        var never = new CountDownLatch(1);
        time = Duration.ofMillis(1);
        grace = Duration.ofMillis(1);
        activator = guid -> {
            awaitForEver(never);
            return activated(guid);
        };
        var guids = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> guid(1 + number % 3))
                .distinct()
                .collect(Collectors.toCollection(ArrayList::new));
        IntStream.range(100, 200).forEach(number -> guids.add(guid(number)));

        var answer = (BulkAnswer) calls().activate(KRONE, body(guids.toArray(String[]::new)), false, false);
        never.countDown();

        assertThat(answer.items()).hasSize(guids.size());
        assertThat(answer.counts().notDone()).isPositive();
        assertThat(answer.items()).filteredOn(item -> item.status() == 503).allSatisfy(item -> assertThat(
                        item.problem().detail())
                .containsAnyOf("Nothing was done for this board", "The activation was begun"));
    }

    @Test
    void ownerHasTwoRequestsAtOnceAndTheOthersHaveTheirs() throws Exception {
        var never = new CountDownLatch(1);
        var begun = new CountDownLatch(2);
        activator = guid -> {
            begun.countDown();
            awaitForEver(never);
            return activated(guid);
        };
        var calls = calls();
        var two = Stream.of(guid(1), guid(2))
                .map(guid -> CompletableFuture.supplyAsync(() -> calls.activate(KRONE, body(guid), false, false)))
                .toList();
        begun.await();

        var refused =
                catchThrowableOfType(ProblemException.class, () -> calls.activate(KRONE, body(guid(3)), false, false));
        assertThat(calls.activate(LEMKEN, body("x"), false, false)).isInstanceOf(BulkAnswer.class);
        never.countDown();

        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.retryAfter()).isPositive();
        assertThat(two).allSatisfy(call -> assertThat(call.join()).isInstanceOf(BulkAnswer.class));
        assertThat(calls.activate(KRONE, body(guid(3)), false, false)).isInstanceOf(BulkAnswer.class);
    }

    @Test
    void jobIsWorkedToItsEndInTurnsAndOnlyItsOwnerAndTheOperatorSeeIt() {
        var job = (JobView) calls().activate(KRONE, body(guid(1), guid(2), guid(1), guid(4)), false, true);
        assertThat(job.state()).isEqualTo("WORKING");
        assertThat(job.counts()).isEqualTo(new BulkCounts(4, 0, 0, 0, 1, 0, 3));

        work();

        var done = calls().job(KRONE, job.id(), 0, null);
        assertThat(done.state()).isEqualTo("DONE");
        assertThat(done.endedAt()).isNotNull();
        assertThat(done.items()).extracting(ItemAnswer::status).containsExactly(200, 200, 400, 404);
        assertThat(done.counts()).isEqualTo(new BulkCounts(4, 2, 0, 0, 2, 0, 0));
        var page = calls().job(OPERATOR, job.id(), 1, "2");
        assertThat(page.items()).extracting(ItemAnswer::status).containsExactly(200, 400);
        assertThat(page.next()).isEqualTo("3");
        for (var stranger : List.of(LEMKEN, new Principal("factory", Role.FACTORY, Set.of()))) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> calls().job(stranger, job.id(), 0, null))
                            .problem())
                    .isEqualTo(catchThrowableOfType(ProblemException.class, () -> calls().cancel(stranger, job.id()))
                            .problem());
        }
    }

    @Test
    void moreThanAThousandBoardsBecomeAJobAndMoreThanAHundredThousandNone() {
        var many = IntStream.rangeClosed(1, BulkCalls.MOST_AT_ONCE + 1)
                .mapToObj(BulkCallsTest::guid)
                .toArray(String[]::new);
        assertThat(calls().activate(KRONE, body(many), false, false)).isInstanceOf(JobView.class);
        assertThat(asked).isEmpty();

        var more = IntStream.rangeClosed(1, BulkCalls.MOST + 1)
                .mapToObj(number -> "g" + number)
                .toArray(String[]::new);
        var problem = catchThrowableOfType(
                        ProblemException.class, () -> calls().activate(LEMKEN, body(more), false, false))
                .problem();
        assertThat(problem.status()).isEqualTo(413);
        assertThat(jobs.openOf(LEMKEN.name())).isZero();
    }

    @Test
    void boardThatOnlyTimeCanMendWaitsForAnotherTurnAndTheOthersDoNot() {
        activator = guid -> guid.value().equals(guid(1))
                ? new UnderWay(ledger.boards.find(guid).orElseThrow())
                : activated(guid);
        var job = (JobView) calls().activate(KRONE, body(guid(1), guid(2), guid(3)), false, true);

        work();

        var open = calls().job(KRONE, job.id(), 0, null);
        assertThat(open.state()).isEqualTo("WORKING");
        assertThat(open.counts()).isEqualTo(new BulkCounts(3, 2, 0, 0, 0, 0, 1));
        assertThat(open.problem()).contains("being changed by another request");
        assertThat(jobs.due()).isEmpty();
    }

    @Test
    void jobWaitsWhileDpsIsDownAndSaysSo() {
        activator = guid -> {
            throw DpsFailures.down(Duration.ofSeconds(15));
        };
        var job = (JobView) calls().activate(KRONE, body(guid(1), guid(2), guid(3)), false, true);

        work();

        var open = calls().job(KRONE, job.id(), 0, null);
        assertThat(open.counts().waiting()).isEqualTo(3);
        assertThat(open.problem()).isNotBlank();
        assertThat(jobs.due()).isEmpty();
    }

    @Test
    void cancelledJobIsWorkedNoFurther() {
        var job = (JobView) calls().activate(KRONE, body(guid(1), guid(2)), false, true);

        var cancelled = calls().cancel(KRONE, job.id());
        work();

        assertThat(cancelled.state()).isEqualTo("CANCELLED");
        assertThat(cancelled.counts().notDone()).isEqualTo(2);
        assertThat(cancelled.items())
                .allSatisfy(item -> assertThat(item.problem().detail()).contains("cancelled"));
        assertThat(asked).isEmpty();
        assertThat(calls().cancel(KRONE, job.id())).isEqualTo(cancelled);
    }

    @Test
    void jobThatWasCutOffIsWorkedToItsEndByTheNextProcess() {
        var job = (JobView) calls().activate(KRONE, body(guid(1), guid(2)), false, true);
        jobs.take(job.id()).orElseThrow();
        assertThat(jobs.due()).isEmpty();

        jobs = new ActivationJobs(ledger.database, "hub-a", "2", LEASE);
        jobs.releaseEarlier();
        work();

        assertThat(calls().job(KRONE, job.id(), 0, null).state()).isEqualTo("DONE");
    }

    @Test
    void ownerHasAFewJobsAtATime() {
        for (var job = 0; job < 10; job++) {
            calls().activate(KRONE, body(guid(1)), false, true);
        }

        var problem = catchThrowableOfType(
                        ProblemException.class, () -> calls().activate(KRONE, body(guid(1)), false, true))
                .problem();

        assertThat(problem.type()).isEqualTo("urn:caravan:problem:too-many-jobs");
        assertThat(calls().activate(LEMKEN, body(guid(4)), false, true)).isInstanceOf(JobView.class);
    }

    @Test
    void requestWithoutABoardIsRefused() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> calls().activate(KRONE, body(), false, false))
                        .problem()
                        .detail())
                .contains("'boards' must have 1 to 100000 boards");
    }

    private void work() {
        var bulk = new BulkJobs(jobs, items(), new BulkWork(time, grace), Duration.ofSeconds(60), System::nanoTime);
        jobs.due().forEach(bulk::work);
    }

    private BulkCalls calls() {
        return new BulkCalls(items(), new BulkWork(time, grace), jobs);
    }

    private ItemCalls items() {
        var queries = new BoardQueries(
                new BoardsInReach(ledger.database),
                ledger.batches,
                new BatchProblems(ledger.chunks, Optional::empty, Optional::empty),
                new Pace(ledger.batches, Clock.systemUTC(), System::nanoTime));
        return new ItemCalls(
                queries, new ActivationCalls(this::activate, this::activate, ActivationCallsTest.preparer()));
    }

    private ActivationOutcome activate(
            Board seen, Activation activation, OptionalLong version, Requester by, String reason) {
        asked.add(seen.guid().value());
        return activator.apply(seen.guid());
    }

    private ActivationOutcome activated(BoardGuid guid) {
        return new Activated(ledger.boards.find(guid).orElseThrow(), true);
    }

    private static void awaitForEver(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static String guid(int number) {
        return String.format("3f2504e0-4f89-41d3-9a0c-%012d", number);
    }

    private static InputStream body(String... guids) {
        var boards = Stream.of(guids)
                .map(guid -> "{\"guid\":\"" + guid + "\",\"activation\":{\"iotHub\":\"plant-a.azure-devices.net\"}}")
                .collect(Collectors.joining(",", "{\"boards\":[", "]}"));
        return new ByteArrayInputStream(boards.getBytes(StandardCharsets.UTF_8));
    }
}
