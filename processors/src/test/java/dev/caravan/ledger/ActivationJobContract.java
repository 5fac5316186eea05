package dev.caravan.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.ledger.ActivationItem.Outcome;
import dev.caravan.ledger.ActivationJob.State;

import static org.assertj.core.api.Assertions.assertThat;

/** A job is worked by one hub at a time, each board's end is written down once, and a dead hub's work goes on. */
interface ActivationJobContract extends OnLedger {

    Principal KRONE = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone", "krone-2"));

    private ActivationJobs jobs(String hub, String process) {
        return new ActivationJobs(ledger().database(), hub, process, Duration.ofMinutes(5));
    }

    private ActivationJobs jobs() {
        return jobs("hub-a", "1");
    }

    private static ActivationItem item(int number, Outcome outcome) {
        return new ActivationItem(
                number, "g" + number, "{}", outcome, outcome == Outcome.WAITING ? null : "{\"n\":" + number + "}");
    }

    private String opened(int boards) {
        var job = jobs().begin(KRONE, false);
        jobs().add(
                        job,
                        IntStream.rangeClosed(1, boards)
                                .mapToObj(number -> item(number, Outcome.WAITING))
                                .toList());
        jobs().open(job);
        return job;
    }

    @Test
    default void jobIsThereWhenItsWholeRequestIsAndHasTheRightsOfItsOwner() {
        var job = jobs().begin(KRONE, true);
        jobs().add(job, List.of(item(1, Outcome.WAITING), item(2, Outcome.REFUSED)));
        assertThat(jobs().find(job)).isEmpty();
        assertThat(jobs().due()).isEmpty();
        assertThat(jobs().openOf("krone-erp")).isEqualTo(1);

        var opened = jobs().open(job);

        assertThat(opened.owner()).isEqualTo(KRONE);
        assertThat(opened.dryRun()).isTrue();
        assertThat(opened.state()).isEqualTo(State.WORKING);
        assertThat(jobs().counts(job))
                .containsOnly(java.util.Map.entry(Outcome.WAITING, 1), java.util.Map.entry(Outcome.REFUSED, 1));
        assertThat(jobs().items(job, 0, 10)).containsExactly(item(1, Outcome.WAITING), item(2, Outcome.REFUSED));
        assertThat(jobs().items(job, 1, 10)).containsExactly(item(2, Outcome.REFUSED));
        assertThat(jobs().due()).containsExactly(job);
    }

    @Test
    default void jobEndsWhenNoBoardWaitsAnyMore() {
        var job = opened(3);
        var turn = jobs().take(job).orElseThrow();
        assertThat(jobs().waiting(turn, 0, 2)).hasSize(2);
        jobs().record(turn, List.of(item(1, Outcome.ACTIVATED), item(2, Outcome.REFUSED)));
        jobs().release(turn, Duration.ofMinutes(1), "DPS is down");
        assertThat(jobs().find(job).orElseThrow().problem()).isEqualTo("DPS is down");
        assertThat(jobs().due()).isEmpty();
        endPauses();

        var last = jobs().take(job).orElseThrow();
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(jobs().waiting(last, 0, 10)).containsExactly(item(3, Outcome.WAITING));
        jobs().record(last, List.of(item(3, Outcome.UNCHANGED)));
        jobs().release(last, Duration.ZERO, null);

        var done = jobs().find(job).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.endedAt()).isNotNull();
        assertThat(done.problem()).isNull();
        assertThat(jobs().openOf("krone-erp")).isZero();
    }

    @Test
    default void jobOfAnOwnerWithoutAValidKeyWaitsForOne() {
        var keys = new AccessKeys(ledger().database(), new SecureRandom());
        var key = keys.create(KRONE, Duration.ofDays(1), "ops");
        var job = opened(1);
        assertThat(jobs().due()).containsExactly(job);

        keys.revoke(key.id(), "ops");

        assertThat(jobs().due()).isEmpty();
        assertThat(jobs().take(job)).isEmpty();
        assertThat(jobs().find(job).orElseThrow().problem()).contains("no valid key");
        keys.create(KRONE, Duration.ofDays(1), "ops");
        assertThat(jobs().due()).containsExactly(job);
        assertThat(jobs().find(job).orElseThrow().problem()).isNull();
    }

    @Test
    default void whoLostItsTurnWritesNothing() {
        var job = opened(1);
        var late = jobs().take(job).orElseThrow();
        assertThat(jobs("hub-b", "1").take(job)).isEmpty();
        endLeases();
        var mine = jobs("hub-b", "1").take(job).orElseThrow();

        assertThat(jobs().record(late, List.of(item(1, Outcome.REFUSED)))).isFalse();
        jobs().release(late, Duration.ZERO, "late");

        assertThat(jobs().items(job, 0, 1)).containsExactly(item(1, Outcome.WAITING));
        assertThat(jobs("hub-b", "1").record(mine, List.of(item(1, Outcome.ACTIVATED))))
                .isTrue();
    }

    @Test
    default void startOfAHubFreesItsWorkAndForgetsWhatItWasStillReadingAndNothingOfAnotherHub() {
        var job = opened(1);
        jobs().take(job).orElseThrow();
        var others = opened(1);
        jobs("hub-b", "1").take(others).orElseThrow();
        jobs().add(jobs().begin(KRONE, false), List.of(item(1, Outcome.WAITING)));
        jobs("hub-b", "1").begin(KRONE, false);

        jobs("hub-a", "2").releaseEarlier();

        assertThat(jobs().due()).containsExactly(job);
        assertThat(jobs().openOf("krone-erp")).isEqualTo(3);
    }

    @Test
    default void cancelledJobSaysOfEachBoardHowItEndedAlsoOfThoseThatWereUnderWay() {
        var job = opened(3);
        var turn = jobs().take(job).orElseThrow();
        jobs().record(turn, List.of(item(1, Outcome.ACTIVATED)));

        jobs().cancel(job);
        jobs().record(turn, List.of(item(2, Outcome.ACTIVATED)));
        jobs().release(turn, Duration.ZERO, null);
        jobs().cancel(job);

        assertThat(jobs().find(job).orElseThrow().state()).isEqualTo(State.CANCELLED);
        assertThat(jobs().items(job, 0, 10))
                .extracting(ActivationItem::outcome)
                .containsExactly(Outcome.ACTIVATED, Outcome.ACTIVATED, Outcome.NOT_DONE);
        assertThat(jobs().due()).isEmpty();
    }

    @Test
    default void jobsThatEndedLongAgoAreForgotten() {
        var ended = opened(1);
        jobs().cancel(ended);
        var open = opened(1);
        assertThat(jobs().forget(Duration.ofDays(30))).isZero();

        ledger().database()
                .writer()
                .sql("UPDATE activation_job SET ended_at = 5 WHERE ended_at IS NOT NULL")
                .update();

        assertThat(jobs().forget(Duration.ofDays(30))).isEqualTo(1);
        assertThat(jobs().find(ended)).isEmpty();
        assertThat(jobs().items(ended, 0, 1)).isEmpty();
        assertThat(jobs().find(open)).isPresent();
    }

    @Test
    default void ofHubsThatMeetOneHasTheTurn() throws Exception {
        var job = opened(1);
        var threads = Executors.newFixedThreadPool(4);
        try {
            var calls = new ArrayList<Callable<Boolean>>();
            for (var hub = 0; hub < 8; hub++) {
                var name = "hub-" + hub;
                calls.add(() -> jobs(name, "1").take(job).isPresent());
            }
            var taken = 0;
            for (var each : threads.invokeAll(calls)) {
                taken += each.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    private void endPauses() {
        ledger().database()
                .writer()
                .sql("UPDATE activation_job SET not_before = 0")
                .update();
    }

    private void endLeases() {
        ledger().database()
                .writer()
                .sql("UPDATE activation_job SET lease_until = 0")
                .update();
    }
}
