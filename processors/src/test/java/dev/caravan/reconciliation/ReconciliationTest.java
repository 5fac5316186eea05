package dev.caravan.reconciliation;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.Patience;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.Adoption;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;
import dev.caravan.ledger.Findings;
import dev.caravan.ledger.Rolls;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

class ReconciliationTest {

    private static final String HUB = "plant-a.azure-devices.net";

    @TempDir
    private Path folder;

    private final FakeDps dps = new FakeDps();
    private final List<String> alarms = new ArrayList<>();
    private TestLedger ledger;
    private DpsRuns runs;
    private Findings findings;

    @BeforeEach
    void openLedger() {
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        runs = new DpsRuns(ledger.database(), "hub-a", "1", Duration.ofMinutes(5));
        findings = new Findings(ledger.database());
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void boardsOnWhichBothAgreeAreVerifiedAndKeepTheirVersion() {
        enrolled(25);
        var before = ledger.board(7);

        var run = reconcile(false);

        assertThat(run.state()).isEqualTo(State.COMPLETE);
        assertThat(run.enrollments()).isEqualTo(25);
        assertThat(run.agreed()).isEqualTo(25);
        assertThat(findings(run)).isEmpty();
        assertThat(ledger.board(7).verifiedAt()).isNotNull();
        assertThat(ledger.board(7).version()).isEqualTo(before.version());
        assertThat(dps.calls())
                .as("pages, and no call for a board")
                .hasSize(3)
                .allMatch(call -> call.startsWith("page"));
    }

    @Test
    void eachKindOfDifferenceIsFoundAndNamed() {
        enrolled(25);
        dps.remove(guid(1));
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.put(guid(3), FakeDps.disabled("AB".repeat(32)));
        activated(4);
        dps.put(guid(4), FakeDps.disabled(thumbprint(4)));
        activated(5);
        dps.put(guid(5), enabled(thumbprint(5), "plant-b.azure-devices.net"));
        activated(6);
        dps.remove(guid(6));
        activated(7);
        dps.put(guid(99), FakeDps.disabled(thumbprint(99)));
        dps.putForeign("thermometer-1");

        var run = reconcile(false);

        assertThat(findings(run))
                .extracting(Finding::guid, Finding::kind, Finding::repair)
                .containsExactly(
                        found(1, Kind.MISSING, Repair.POSSIBLE),
                        found(2, Kind.ENABLED, Repair.POSSIBLE),
                        found(3, Kind.OTHER_CERTIFICATE, Repair.BY_A_PERSON),
                        found(4, Kind.DISABLED, Repair.BY_A_PERSON),
                        found(5, Kind.OTHER_HUB, Repair.BY_A_PERSON),
                        found(6, Kind.MISSING, Repair.BY_A_PERSON),
                        found(99, Kind.EXTRA, Repair.BY_A_PERSON));
        assertThat(run.noBoards()).isEqualTo(1);
        assertThat(dps.calls()).as("nothing is changed").noneMatch(call -> call.startsWith("disable"));
        assertThat(alarms).containsExactly(guid(2).value());
    }

    @Test
    void certificateInTheSecondarySlotIsFoundUnlessTheBoardIsRolledToIt() {
        enrolled(3);
        activated(1);
        activated(2);
        var rolls = new Rolls(ledger.database());
        var roll = rolls.begin(ledger.board(1), ASKER, "ends", "rolled", Duration.ofMinutes(1))
                .orElseThrow();
        rolls.second(roll, new CertifiedBoard(guid(1), "CD".repeat(32), "MAo="));
        for (var number : List.of(1, 2)) {
            dps.put(guid(number), alsoAttesting(dps.stored(guid(number)).orElseThrow(), "CD".repeat(32)));
        }

        var run = reconcile(true);

        assertThat(findings(run))
                .extracting(Finding::guid, Finding::kind, Finding::repair)
                .containsExactly(found(2, Kind.OTHER_CERTIFICATE, Repair.BY_A_PERSON));
        assertThat(findings(run).get(0).what()).contains("secondary slot", "CD".repeat(32));
    }

    private static StoredEnrollment alsoAttesting(StoredEnrollment stored, String second) {
        return new StoredEnrollment(
                stored.enabled(),
                stored.thumbprint(),
                second,
                stored.etag(),
                stored.iotHubs(),
                stored.staticAllocation(),
                stored.tags(),
                stored.desired(),
                stored.assignedHub());
    }

    @Test
    void repairMendsWhatCanDoNoHarmAndNothingElse() {
        enrolled(5);
        activated(4);
        dps.remove(guid(1));
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.put(guid(3), enabled("AB".repeat(32)));
        dps.remove(guid(4));

        var run = reconcile(true);

        assertThat(run.changed()).isEqualTo(2);
        assertThat(ledger.board(2).reason()).startsWith("mended by reconciliation 1: the enrollment is ENABLED, but");
        assertThat(findings(run))
                .extracting(Finding::guid, Finding::kind, Finding::repair)
                .containsExactly(
                        found(1, Kind.MISSING, Repair.DONE),
                        found(2, Kind.ENABLED, Repair.DONE),
                        found(3, Kind.OTHER_CERTIFICATE, Repair.BY_A_PERSON),
                        found(4, Kind.MISSING, Repair.BY_A_PERSON));
        assertThat(dps.stored(guid(1)).orElseThrow().attests(thumbprint(1))).isTrue();
        assertThat(dps.stored(guid(2)).orElseThrow().enabled()).isFalse();
        assertThat(dps.stored(guid(3)).orElseThrow().enabled()).isTrue();
        assertThat(dps.stored(guid(4))).isEmpty();
        assertThat(alarms)
                .as("a certificate of somebody else that may come in is alarming too")
                .containsExactlyInAnyOrder(guid(2).value(), guid(3).value());
        assertThat(reconcile(false).agreed()).isEqualTo(3);
    }

    @Test
    void enabledWithoutActivationIsDisabledAtOnceWhereConfigured() {
        enrolled(2);
        dps.put(guid(2), enabled(thumbprint(2)));

        var run = reconcile(false, settings(true, 1000));

        assertThat(alarms).containsExactly(guid(2).value());
        assertThat(dps.stored(guid(2)).orElseThrow().enabled()).isFalse();
        assertThat(findings(run)).extracting(Finding::repair).containsExactly(Repair.DONE);
    }

    @Test
    void repairLeavesWhatSomebodyChangesAtTheSameMoment() {
        enrolled(2);
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.nextDisable(FakeDps.after(() -> dps.put(guid(2), newer(enabled(thumbprint(2))))));

        var run = reconcile(true);

        assertThat(dps.stored(guid(2)).orElseThrow().enabled()).isTrue();
        assertThat(findings(run)).extracting(Finding::repair).containsExactly(Repair.FAILED);
        assertThat(findings(run).get(0).what()).contains("could not be mended", "Precondition failed");
    }

    @Test
    void whatSomebodyEnablesAgainIsNotCalledMended() {
        enrolled(2);
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.nextFind(Runnable::run);
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.after(() -> dps.put(guid(2), newer(enabled(thumbprint(2))))));

        var run = reconcile(true);

        assertThat(dps.stored(guid(2)).orElseThrow().enabled()).isTrue();
        assertThat(findings(run)).extracting(Finding::repair).containsExactly(Repair.FAILED);
    }

    @Test
    void repairWhoseAnswerWasLostCountsByWhatIsStored() {
        enrolled(2);
        dps.remove(guid(2));
        dps.nextDisable(FakeDps.answerLost());

        assertThat(findings(reconcile(true))).extracting(Finding::repair).containsExactly(Repair.DONE);
    }

    @Test
    void successThatChangedNothingIsNoRepair() {
        enrolled(2);
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.nextDisable(effect -> {});

        var run = reconcile(true);

        assertThat(findings(run)).extracting(Finding::repair).containsExactly(Repair.FAILED);
        assertThat(findings(run).get(0).what()).contains("DPS answered success and did nothing");
    }

    @Test
    void differenceThatIsGoneAtASecondLookIsNotReported() {
        enrolled(3);
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.nextFind(FakeDps.after(() -> dps.put(guid(2), FakeDps.disabled(thumbprint(2)))));

        var run = reconcile(false);

        assertThat(findings(run)).isEmpty();
        assertThat(alarms).isEmpty();
        assertThat(run.agreed()).isEqualTo(3);
    }

    @Test
    void boardThatIsActivatedWhileItIsLookedAtIsNoDifference() {
        enrolled(3);
        dps.put(guid(2), enabled(thumbprint(2)));
        dps.nextFind(FakeDps.after(() -> ledgerActivated(2)));

        assertThat(findings(reconcile(false))).isEmpty();
        assertThat(alarms).isEmpty();
    }

    @Test
    void activationUnderWayIsLeftToItself() {
        enrolled(2);
        ledger.boards().intend(guid(2), ledger.board(2).version(), activation(), ASKER);
        dps.put(guid(2), enabled(thumbprint(2)));

        assertThat(findings(reconcile(false))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DEACTIVATED", "REPLACED"})
    void boardOutOfServiceThatDpsLetsInAgainIsClosedAndKeepsItsHubAndTwin(BoardState state) {
        enrolled(1);
        activated(1);
        ledger.set(1, state);
        assertThat(ledger.board(1).activation()).isNotNull();

        var run = reconcile(true);

        assertThat(findings(run)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.ENABLED);
            assertThat(finding.repair()).isEqualTo(Repair.DONE);
            assertThat(finding.what())
                    .startsWith("the board is out of service (" + state + "), but DPS has its enrollment ENABLED");
            assertThat(finding.advice()).contains("identity in the IoT Hub");
        });
        assertThat(ledger.board(1).reason())
                .contains(
                        state == BoardState.REPLACED
                                ? "POST /api/v1/boards/" + guid(1) + "/decommission"
                                : "DELETE /api/v1/boards/" + guid(1) + "/activation again closes both");
        assertThat(alarms).containsExactly(guid(1).value());
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.iotHubs()).containsExactly(HUB);
        assertThat(dps.calls()).contains("close " + guid(1)).noneMatch(call -> call.startsWith("disable"));
    }

    @Test
    void enrollmentOfADecommissionedBoardIsForAPersonAndAlarmingWhenItIsEnabled() {
        enrolled(2);
        activated(1);
        ledger.set(1, BoardState.DECOMMISSIONED);
        ledger.set(2, BoardState.DECOMMISSIONED);

        assertThat(findings(reconcile(true)))
                .extracting(Finding::guid, Finding::kind, Finding::repair)
                .containsExactly(found(1, Kind.EXTRA, Repair.BY_A_PERSON), found(2, Kind.EXTRA, Repair.BY_A_PERSON));
        assertThat(alarms).containsExactly(guid(1).value());
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DEACTIVATED", "REPLACED", "DEACTIVATING"})
    void boardOutOfServiceThatDpsHasDisabledIsAsItShouldBe(BoardState state) {
        enrolled(1);
        ledger.set(1, state);

        assertThat(findings(reconcile(true))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"DEACTIVATED", "REPLACED", "DECOMMISSIONED", "DEACTIVATING"})
    void boardOutOfServiceThatDpsDoesNotHaveIsNotEnrolledAgain(BoardState state) {
        enrolled(1);
        ledger.set(1, state);
        dps.remove(guid(1));

        assertThat(findings(reconcile(true))).isEmpty();
        assertThat(dps.stored(guid(1))).isEmpty();
    }

    @Test
    void whatIsHalfDoneIsLeftToItself() {
        enrolled(1);
        activated(1);
        ledger.set(1, BoardState.DEACTIVATING);

        assertThat(findings(reconcile(true))).isEmpty();
        assertThat(alarms).isEmpty();
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
    }

    @Test
    void boardOfABatchThatIsStillAtWorkIsNotMissing() {
        ledger.certified("line-7", 3);
        dps.put(guid(2), FakeDps.disabled(thumbprint(2)));

        var run = reconcile(true);

        assertThat(findings(run)).isEmpty();
        assertThat(ledger.board(2).verifiedAt())
                .as("enrolled is only what the batch has seen enrolled")
                .isNull();
    }

    @Test
    void tooManyDifferencesStopTheRunBeforeAnyRepair() {
        enrolled(12);
        IntStream.rangeClosed(1, 12).forEach(number -> dps.remove(guid(number)));

        var run = reconcile(true, settings(false, 10));

        assertThat(run.state()).isEqualTo(State.STOPPED);
        assertThat(run.problem()).contains("more than 10 boards differ", "right DPS");
        assertThat(dps.stored(guid(1))).isEmpty();
    }

    @Test
    void strangersBeyondTheLimitAreCountedAndNotLookedAtOneByOne() {
        enrolled(1);
        IntStream.rangeClosed(100, 112).forEach(number -> dps.put(guid(number), FakeDps.disabled("00")));

        var run = reconcile(false, settings(false, 10));

        assertThat(run.state()).isEqualTo(State.COMPLETE);
        assertThat(findings(run)).hasSize(10);
        assertThat(run.unlisted()).isEqualTo(3);
    }

    @Test
    void throttledPageIsAskedForAgain() {
        enrolled(25);
        dps.nextPage(FakeDps.throttled(Duration.ZERO));
        dps.nextPage(FakeDps.unreachable());

        assertThat(reconcile(false).state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void deniedAccessEndsTheRunInItsWords() {
        enrolled(1);
        dps.nextPage(FakeDps.denied());

        var run = reconcile(false);

        assertThat(run.state()).isEqualTo(State.FAILED);
        assertThat(run.problem()).contains("does not accept the hub's credentials");
    }

    private DpsRun reconcile(boolean repair) {
        return reconcile(repair, settings(false, 1000));
    }

    private DpsRun reconcile(boolean repair, ReconciliationSettings settings) {
        var runner = new DpsRunner(
                runs,
                findings,
                new Comparison(ledger.database()),
                dps,
                new Patience(4, new Random(7)),
                (board, words) -> alarms.add(board.guid().value()),
                settings,
                new Adoption(ledger.database()),
                Clock.systemUTC());
        ledger.settleClock();
        var run = runner.beginReconciliation(repair, ASKER).orElseThrow();
        runner.carryOut(run);
        return runs.find(run.id()).orElseThrow();
    }

    private static ReconciliationSettings settings(boolean disableUnexpected, int mostDifferences) {
        return new ReconciliationSettings(false, "02:00", disableUnexpected, 10, mostDifferences);
    }

    private List<Finding> findings(DpsRun run) {
        return findings.list(run.id(), null, null, 100);
    }

    private static org.assertj.core.groups.Tuple found(int number, Kind kind, Repair repair) {
        return org.assertj.core.groups.Tuple.tuple(guid(number).value(), kind, repair);
    }

    private void enrolled(int boards) {
        var chunk = ledger.certified("line-7", boards);
        var claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        var all = IntStream.rangeClosed(1, boards).boxed().toList();
        ledger.boards()
                .settled(
                        claim,
                        all.stream()
                                .map(number -> (Settled) new Settled.Enrolled(guid(number), false))
                                .toList());
        ledger.chunks().advance(claim);
        all.forEach(number -> dps.put(guid(number), FakeDps.disabled(thumbprint(number))));
    }

    private void activated(int number) {
        ledgerActivated(number);
        dps.put(guid(number), enabled(thumbprint(number), HUB));
    }

    private void ledgerActivated(int number) {
        assertThat(ledger.boards().activated(guid(number), activation(), null).state())
                .isEqualTo(BoardState.ACTIVATED);
    }

    private static Activation activation() {
        return new Activation(HUB, JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
    }

    private static String thumbprint(int number) {
        return TestLedger.certificate(number).thumbprint();
    }

    private static StoredEnrollment enabled(String thumbprint, String... hubs) {
        var empty = JsonNodeFactory.instance.objectNode();
        return new StoredEnrollment(true, thumbprint, "etag-0", List.of(hubs), true, empty, empty, null);
    }

    private static StoredEnrollment newer(StoredEnrollment stored) {
        return new StoredEnrollment(
                stored.enabled(),
                stored.thumbprint(),
                "etag-newer",
                stored.iotHubs(),
                stored.staticAllocation(),
                stored.tags(),
                stored.desired(),
                null);
    }
}
