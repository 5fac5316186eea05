package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRun.Step;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.DpsRuns.Progress;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One run over DPS at a time, and what it leaves behind. */
interface DpsRunContract extends OnLedger {

    @Test
    default void oneRunAtATimeForAllHubs() {
        var first = runs("hub-a", "1").begin(Task.RECONCILE, true, null, null).orElseThrow();

        assertThat(runs("hub-b", "1").begin(Task.ADOPT, false, "/certificates", null))
                .isEmpty();
        assertThat(runs("hub-b", "1").underWay()).contains(first);

        runs("hub-a", "1").end(first.id(), State.COMPLETE, null);
        var second = runs("hub-b", "1")
                .begin(Task.ADOPT, false, "/certificates", null)
                .orElseThrow();
        assertThat(second.id()).isEqualTo(first.id() + 1);
        assertThat(second.folder()).isEqualTo("/certificates");
        assertThat(runs("hub-b", "1").latest(Task.RECONCILE).orElseThrow().state())
                .isEqualTo(State.COMPLETE);
    }

    @Test
    default void progressAddsUp() {
        var runs = runs("hub-a", "1");
        var run = runs.begin(Task.RECONCILE, false, null, null).orElseThrow();

        runs.progress(run.id(), Step.READING_DPS, new Progress(100, 97, 2, 1, 0));
        runs.progress(run.id(), Step.REPAIRING, new Progress(10, 9, 1, 1, 1));

        var now = runs.find(run.id()).orElseThrow();
        assertThat(List.of(now.enrollments(), now.agreed(), now.noBoards(), now.unlisted(), now.changed()))
                .containsExactly(110L, 106L, 3L, 2L, 1L);
        assertThat(now.step()).isEqualTo(Step.REPAIRING);
        assertThat(now.endedAt()).isNull();
    }

    @Test
    default void runOfADeadProcessIsShownAsCutOffAtTheNextStartOfItsHub() {
        var run = runs("hub-a", "1").begin(Task.RECONCILE, false, null, null).orElseThrow();

        assertThat(runs("hub-b", "9").callOffEarlier()).isZero();
        assertThat(runs("hub-a", "2").callOffEarlier()).isOne();

        var cut = runs("hub-a", "2").find(run.id()).orElseThrow();
        assertThat(cut.state()).isEqualTo(State.CUT_OFF);
        assertThat(cut.problem()).contains("stopped or has crashed", "begin another run");
        assertThat(cut.endedAt()).isNotNull();
    }

    @Test
    default void runWithoutASignOfLifeGivesWayAndItsLateWritesAreRefused() {
        var lost = new DpsRuns(ledger().database(), "hub-a", "1", Duration.ofMillis(-1));
        var run = lost.begin(Task.RECONCILE, true, null, null).orElseThrow();

        assertThat(runs("hub-b", "1").begin(Task.RECONCILE, false, null, null)).isPresent();

        assertThat(lost.find(run.id()).orElseThrow().state()).isEqualTo(State.CUT_OFF);
        assertThatThrownBy(() -> lost.progress(run.id(), Step.REPAIRING, new Progress(1, 1, 1, 1, 1)))
                .isInstanceOf(RunLostException.class);
        assertThatThrownBy(() -> lost.end(run.id(), State.COMPLETE, null)).isInstanceOf(RunLostException.class);
    }

    @Test
    default void runsAreKeptForAWhileWithTheirFindings() {
        var runs = runs("hub-a", "1");
        var findings = new Findings(ledger().database());
        var first = runs.begin(Task.RECONCILE, false, null, null).orElseThrow();
        findings.record(first.id(), finding(1));
        runs.end(first.id(), State.COMPLETE, null);
        for (var more = 0; more < 50; more++) {
            assertThat(runs.find(first.id())).isPresent();
            var run = runs.begin(Task.RECONCILE, false, null, null).orElseThrow();
            runs.end(run.id(), State.COMPLETE, null);
        }

        assertThat(runs.find(first.id())).isEmpty();
        assertThat(findings.counts(first.id())).isEmpty();
    }

    @Test
    default void lastWordOnABoardCountsAndPagesFollowEachOther() {
        var run = runs("hub-a", "1").begin(Task.RECONCILE, true, null, null).orElseThrow();
        var findings = new Findings(ledger().database());
        for (var number : List.of(3, 1, 2)) {
            findings.record(run.id(), finding(number));
        }
        findings.record(run.id(), finding(2).after(Repair.DONE, "disabled"));

        assertThat(findings.list(run.id(), null, null, 2))
                .containsExactly(finding(1), finding(2).after(Repair.DONE, "disabled"));
        assertThat(findings.list(run.id(), guid(2).value(), null, 2)).containsExactly(finding(3));
        assertThat(findings.list(run.id(), null, Repair.POSSIBLE, 9)).containsExactly(finding(1), finding(3));
        assertThat(findings.counts(run.id())).isEqualTo(Map.of(Kind.ENABLED, 3L));
    }

    @Test
    default void onlyBoardsThatNothingHasShownAndThatNobodyChangedAreSuspicious() {
        ledger().enrolled("line-7");
        var comparison = new Comparison(ledger().database());
        var runs = runs("hub-a", "1");
        var young = runs.begin(Task.RECONCILE, false, null, null).orElseThrow();
        runs.end(young.id(), State.COMPLETE, null);
        var before = new DpsRun(
                young.id(),
                young.task(),
                false,
                null,
                young.state(),
                young.step(),
                ledger().board(1).updatedAt(),
                null,
                0,
                0,
                0,
                0,
                0,
                null);
        assertThat(comparison.after(null, before, 9)).as("changed since").allMatch(board -> !board.suspicious());

        ledger().settleClock();
        assertThat(comparison.after(null, before, 9)).singleElement().matches(Comparison.Enrolled::suspicious);

        comparison.agreed(young.id(), List.of(ledger().board(1)));
        assertThat(comparison.after(null, before, 9)).allMatch(board -> !board.suspicious());
        assertThat(comparison.after(guid(1), before, 9)).isEmpty();
    }

    @Test
    default void boardThatHasChangedMeanwhileIsNotVerified() {
        ledger().certified("line-7", 1);
        var seen = ledger().board(1);
        ledger().boards().remark(guid(1), "somebody did something");

        new Comparison(ledger().database()).agreed(1, List.of(seen));

        assertThat(ledger().board(1).verifiedAt()).isNull();
    }

    @Test
    default void mendedBoardSaysSoAndItsBatchsChainToo() {
        ledger().enrolled("line-7");
        var before = ledger().board(1);

        new Comparison(ledger().database()).mended(7, guid(1), "mended by reconciliation 7");

        assertThat(ledger().board(1).reason()).isEqualTo("mended by reconciliation 7");
        assertThat(ledger().board(1).version()).isEqualTo(before.version() + 1);
        assertThat(new AuditLog(ledger().database()).events("line-7", 0, 1000))
                .extracting(AuditEvent::kind)
                .endsWith("board.mended");
    }

    private DpsRuns runs(String hub, String process) {
        return new DpsRuns(ledger().database(), hub, process, Duration.ofMinutes(5));
    }

    private static Finding finding(int number) {
        return new Finding(guid(number).value(), Kind.ENABLED, "it is enabled", "disable it", Repair.POSSIBLE);
    }
}
