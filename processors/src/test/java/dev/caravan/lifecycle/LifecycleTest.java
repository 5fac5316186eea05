package dev.caravan.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationSettings;
import dev.caravan.activation.Activator;
import dev.caravan.activation.HalfDoneException;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.custody.TestIdentities;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.ledger.BroughtBack;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.IllegalTransitionException;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Lifecycles.Wish;
import dev.caravan.ledger.RefusedRow;
import dev.caravan.ledger.Saga;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.lifecycle.LifecycleOutcome.OtherVersion;
import dev.caravan.lifecycle.LifecycleOutcome.UnderWay;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LifecycleTest {

    private static final String A = "plant-a.azure-devices.net";
    private static final String B = "plant-b.azure-devices.net";
    private static final Order STOLEN = new Order(ASKER, "stolen", OptionalLong.empty());

    @TempDir
    Path data;

    private FakeDps dps = new FakeDps();
    private FakeRegistries hubs = new FakeRegistries(A, B);
    private TestLedger ledger;
    private Activator activator;
    private Lifecycle lifecycle;

    @BeforeEach
    void begin() {
        open(data.resolve("ledger.db"));
    }

    /** Boards 1 and 2 enrolled, 1 activated and registered in hub A. */
    private void open(Path file) {
        ledger = TestLedger.sqlite(file);
        dps = new FakeDps();
        hubs = new FakeRegistries(A, B);
        ledger.enrolled("line-7", 2);
        for (var number = 1; number <= 2; number++) {
            dps.put(guid(number), FakeDps.disabled(ledger.board(number).requireThumbprint()));
        }
        start(Duration.ZERO);
        activate(1, on(A, "hall 3"));
        firstBoot(1, A);
        new FirstBoots(ledger.database()).seen(guid(1), A, null);
    }

    @Test
    void whatARestoreHoldsGoesOnOnceTheSameCallIsMadeAgain() {
        start(Duration.ofMinutes(1));
        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);
        new BroughtBack(ledger.database()).hold();
        start(Duration.ZERO);
        lifecycle.resume();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATING);

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);
        lifecycle.resume();

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
    }

    /** As after a restart of the hub. */
    private void start(Duration secondLook) {
        activator = new Activator(ledger.boards(), dps, hubs, new ActivationSettings(List.of(A, B)));
        lifecycle = new Lifecycle(
                ledger.boards(),
                new Lifecycles(ledger.database()),
                dps,
                hubs,
                activator::takeOver,
                TestIdentities.at(data, ledger),
                new LifecycleSettings(secondLook));
    }

    private void firstBoot(int number, String hub) {
        var stored = dps.stored(guid(number)).orElseThrow();
        dps.assigned(guid(number), hub);
        hubs.add(hub, guid(number), stored.tags(), stored.desired());
    }

    private ActivationOutcome activate(int number, Activation asked) {
        return activator.activate(ledger.board(number), asked, OptionalLong.empty(), ASKER);
    }

    /** Board 1, as whoever knows that it is deactivated asks for it. */
    private ActivationOutcome activateAgain(Activation asked) {
        return activator.activate(
                ledger.board(1), asked, OptionalLong.of(ledger.board(1).version()), ASKER);
    }

    private static Activation on(String hub, String site) {
        var json = JsonNodeFactory.instance;
        return new Activation(
                hub, json.objectNode().put("site", site), json.objectNode().put("interval", 30));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void deactivatedBoardIsDisabledInBothPlacesAndKeepsHubAndTwinThere() {
        var outcome = lifecycle.deactivate(ledger.board(1), STOLEN);

        assertThat(outcome).isEqualTo(new Done(ledger.board(1), true));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(ledger.board(1).reason()).isNull();
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.iotHubs()).containsExactly(A);
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"hall 3\"}");
        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isEqualTo(new Done(ledger.board(1), false));
    }

    @Test
    void enrollmentIsClosedBeforeTheIdentityIsLookedAt() {
        hubs.watch(call ->
                assertThat(dps.stored(guid(1)).orElseThrow().enabled()).as(call).isFalse());

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(Done.class);
    }

    @Test
    void oneAuditEntrySaysWhoWhenWhyBeforeAndAfter() {
        lifecycle.deactivate(ledger.board(1), STOLEN);

        assertThat(ledger.notes("board.deactivated")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"by\":\"" + ASKER.name() + "\"")
                .contains("\"reason\":\"stolen\"")
                .contains("\"askedAt\":")
                .contains("\"before\":{\"state\":\"REGISTERED\"")
                .contains("\"after\":{\"state\":\"DEACTIVATED\""));
    }

    @Test
    void hubThatGivesNoAnswerLeavesItHalfDoneAndSaidUntilItDoes() {
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATING);
        assertThat(ledger.board(1).reason()).startsWith("half done: ").contains("429");
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);
        assertThat(activate(1, on(A, "x"))).isInstanceOf(ActivationOutcome.NotEnrolled.class);
        hubs.watch(call -> {});
        lifecycle.resume();
        assertThat(ledger.board(1).state()).as("not before its time").isEqualTo(BoardState.DEACTIVATING);
        ledger.endLifecyclePauses();
        lifecycle.resume();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
    }

    @Test
    void registrationThatWasInFlightIsFoundByTheSecondLook() {
        activate(2, on(B, "x"));
        start(Duration.ofMinutes(1));

        assertThat(lifecycle.deactivate(ledger.board(2), STOLEN)).isInstanceOf(HalfDone.class);
        firstBoot(2, B);
        ledger.endLifecyclePauses();
        lifecycle.resume();

        assertThat(hubs.isEnabled(B, guid(2))).isFalse();
        assertThat(ledger.board(2).state()).as("looks once more").isEqualTo(BoardState.DEACTIVATING);
        ledger.endLifecyclePauses();
        lifecycle.resume();
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(ledger.board(2).assignedHub()).isEqualTo(B);
    }

    @Test
    void boardInAHubWithoutAConnectionStringStaysHalfDone() {
        firstBoot(1, "elsewhere.azure-devices.net");

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);

        assertThat(ledger.board(1).reason()).contains("no connection string").contains("elsewhere");
    }

    @Test
    void foreignEnrollmentIsNeverTouched() {
        dps.put(guid(1), FakeDps.disabled("F".repeat(64)));

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);

        assertThat(dps.calls()).noneMatch(call -> call.startsWith("close"));
        assertThat(ledger.board(1).reason()).contains("another certificate");
    }

    @Test
    void identityThatIsChangedMeanwhileIsReadAgain() {
        var first = new ArrayList<String>();
        hubs.watch(call -> {
            if (call.equals("enable false") && first.isEmpty()) {
                first.add(call);
                hubs.overtake(A, guid(1));
            }
        });

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(Done.class);

        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
    }

    @Test
    void whatTheStateDoesNotAllowIsRefusedWithAReason() {
        refused(lifecycle.deactivate(ledger.board(2), STOLEN), "ENROLLED; only an ACTIVATED or REGISTERED");
        refused(lifecycle.handOver(ledger.board(1), "lemken", STOLEN), "REGISTERED", "deactivate it first");
        refused(lifecycle.replace(ledger.board(1), ledger.board(1), STOLEN), "another board");
        var version = OptionalLong.of(ledger.board(1).version() - 1);
        assertThat(lifecycle.deactivate(ledger.board(1), new Order(ASKER, "x", version)))
                .isEqualTo(new OtherVersion(ledger.board(1)));
        var board = ledger.board(2);
        ledger.boards().intend(guid(2), board.version(), on(A, "x"), ASKER);
        assertThat(lifecycle.decommission(ledger.board(2), STOLEN)).isInstanceOf(UnderWay.class);
        assertThat(dps.calls()).noneMatch(call -> call.startsWith("close"));
    }

    private static void refused(LifecycleOutcome outcome, String... words) {
        assertThat(outcome).isInstanceOfSatisfying(NotNow.class, notNow -> assertThat(notNow.why())
                .contains(words));
    }

    @Test
    void deactivatedBoardDoesNotComeBackByARequestThatDoesNotKnowOfIt() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        var calls = dps.calls().size();

        assertThat(activate(1, on(A, "hall 3"))).isEqualTo(new ActivationOutcome.Deactivated(ledger.board(1)));

        assertThat(activator.simulate(ledger.board(1), on(A, "hall 3"), OptionalLong.empty()))
                .isInstanceOf(ActivationOutcome.Deactivated.class);
        assertThat(dps.calls()).hasSize(calls);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    void deactivatedBoardIsActivatedAgainInBothPlaces() {
        lifecycle.deactivate(ledger.board(1), STOLEN);

        var outcome = activateAgain(on(A, "hall 4"));

        assertThat(outcome).isEqualTo(new Activated(ledger.board(1), true, List.of("enrollment", "hub")));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
        assertThat(hubs.isEnabled(A, guid(1))).isTrue();
        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"hall 4\"}");
    }

    @Test
    void activationAgainSaysWhatWasBeforeAndWhyAndTellsNoSecondFirstBoot() {
        lifecycle.deactivate(ledger.board(1), STOLEN);

        var version = OptionalLong.of(ledger.board(1).version());
        activator.activate(ledger.board(1), on(A, "hall 4"), version, ASKER, "found again");

        assertThat(ledger.notes("board.registered")).hasSize(1);
        assertThat(ledger.notes("board.activated")).last().satisfies(detail -> assertThat(detail)
                .contains("\"by\":\"" + ASKER.name() + "\"")
                .contains("\"before\":{\"state\":\"DEACTIVATED\"")
                .contains("\"after\":{\"state\":\"REGISTERED\"")
                .contains("\"reason\":\"found again\"")
                .contains("\"deactivatedFor\":\"stolen\""));
    }

    @Test
    void boardThatIsDeactivatedIsNotRegisteredByALateSightOfIt() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        var boots = new FirstBoots(ledger.database());

        assertThatExceptionOfType(IllegalTransitionException.class).isThrownBy(() -> boots.seen(guid(1), B, null));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
    }

    @Test
    void activationThatReachesDpsButNotTheHubIsHalfDoneAndBroughtToItsEnd() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });

        assertThatExceptionOfType(HalfDoneException.class).isThrownBy(() -> activateAgain(on(A, "hall 4")));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(ledger.board(1).reason()).startsWith("half done: ");
        activator.settleCutOff(Duration.ZERO);
        assertThat(ledger.board(1).state()).as("the hub still gives no answer").isEqualTo(BoardState.DEACTIVATED);
        hubs.watch(call -> {});
        activator.settleCutOff(Duration.ZERO);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(hubs.isEnabled(A, guid(1))).isTrue();
        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"hall 4\"}");
    }

    @Test
    void deactivationOfABoardWhoseActivationIsHalfDoneIsUnderWayAndThenClosesBothPlaces() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });
        assertThatExceptionOfType(HalfDoneException.class).isThrownBy(() -> activateAgain(on(A, "hall 4")));
        hubs.watch(call -> {});

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(UnderWay.class);
        ledger.boards().forgetIntent(ledger.boards().intent(guid(1)).orElseThrow());
        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isEqualTo(new Done(ledger.board(1), true));

        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        activator.settleCutOff(Duration.ZERO);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
    }

    @Test
    void deactivatedBoardWhoseIdentityWasEnabledIsClosedByAnotherDeactivation() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        hubs.enable(A, hubs.find(A, guid(1)).orElseThrow(), true, "in the Azure portal");

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isEqualTo(new Done(ledger.board(1), true));

        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
    }

    @Test
    void deactivationThatCannotBeReadBackIsNotSaidToBeDone() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });

        assertThat(lifecycle.deactivate(ledger.board(1), STOLEN)).isInstanceOf(HalfDone.class);
    }

    @Test
    void boardIsNotActivatedAgainWhereItsHubCannotBeAsked() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        hubs = new FakeRegistries(B);
        start(Duration.ZERO);
        var board = ledger.board(1);

        assertThat(activateAgain(on(B, "hall 4"))).isEqualTo(new ActivationOutcome.NoWayToHub(board, A));

        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    void hubThatOnlyDpsKnowsOfMustBeReachableToo() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        dps.assigned(guid(1), "elsewhere.azure-devices.net");
        var board = ledger.board(1);

        assertThat(activateAgain(on(A, "hall 4")))
                .isEqualTo(new ActivationOutcome.NoWayToHub(board, "elsewhere.azure-devices.net"));

        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    void activationThatIsOvertakenByADeactivationOpensNothing() {
        dps.nextEnable(FakeDps.after(this::deactivateAtOnce));

        assertThat(activateAgain(on(A, "hall 4"))).isInstanceOf(ActivationOutcome.UnderWay.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
    }

    /** As when the activation that is under way began longer ago than anybody is believed to work. */
    private void deactivateAtOnce() {
        var wish = new Wish(Saga.Kind.DEACTIVATION, null, null, ASKER, "stolen");
        new Lifecycles(ledger.database())
                .begin(ledger.board(1), wish, Duration.ZERO)
                .orElseThrow();
        ledger.endLifecyclePauses();
        lifecycle.resume();
    }

    @Test
    void newBoardTakesOverHubAndMetadata() {
        var outcome = lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN);

        assertThat(outcome).isEqualTo(new Done(ledger.board(1), true));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REPLACED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(ledger.board(2).activation()).isEqualTo(on(A, "hall 3"));
        var stored = dps.stored(guid(2)).orElseThrow();
        assertThat(stored.enabled()).isTrue();
        assertThat(stored.iotHubs()).containsExactly(A);
        assertThat(stored.tags()).hasToString("{\"site\":\"hall 3\"}");
        assertThat(lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN))
                .isEqualTo(new Done(ledger.board(1), false));
        refused(lifecycle.replace(ledger.board(1), ledger.board(1), STOLEN), "by another board");
        assertThat(ledger.notes("board.replaced")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"successor\":\"" + guid(2) + "\""));
        assertThat(ledger.notes("board.activated"))
                .filteredOn(detail -> detail.contains("inPlaceOf"))
                .singleElement()
                .satisfies(detail -> assertThat(detail)
                        .contains("\"by\":\"" + ASKER.name() + "\"", "\"reason\":\"stolen\"")
                        .contains("\"inPlaceOf\":\"" + guid(1) + "\""));
    }

    @Test
    void newBoardIsNotEnabledBeforeTheOldOneIsClosedAndNobodyElseMayHaveItMeanwhile() {
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });

        assertThat(lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN)).isInstanceOf(HalfDone.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REPLACING);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.TAKING_OVER);
        assertThat(dps.stored(guid(2)).orElseThrow().enabled()).isFalse();
        assertThat(activate(2, on(B, "x"))).isInstanceOf(ActivationOutcome.NotEnrolled.class);
        refused(lifecycle.deactivate(ledger.board(2), STOLEN), "TAKING_OVER; ask again once that is done");
    }

    @Test
    void replacementThatIsStuckIsCalledOffByDecommissioningTheNewBoard() {
        dps.delete(guid(2), dps.stored(guid(2)).orElseThrow().etag());
        assertThat(lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN)).isInstanceOf(HalfDone.class);
        assertThat(ledger.board(1).reason()).contains("DPS has no enrollment for the board");

        assertThat(lifecycle.decommission(ledger.board(2), new Order(ASKER, "dropped", OptionalLong.empty())))
                .isEqualTo(new Done(ledger.board(2), true));

        assertThat(ledger.board(2).state()).isEqualTo(BoardState.DECOMMISSIONED);
        assertThat(ledger.board(1).reason()).startsWith("half done: its replacement was called off");
        lifecycle.resume();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
        assertThat(ledger.notes("board.replaced")).isEmpty();
        assertThat(ledger.notes("board.deactivated")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"reason\":\"its replacement was called off: dropped\"")
                .contains("\"before\":{\"state\":\"REGISTERED\""));
        assertThat(activateAgain(on(A, "hall 3"))).isInstanceOf(Activated.class);
    }

    @Test
    void replacementThatIsCalledOffWhileTheNewBoardIsBeingActivatedLeavesNothingOpen() {
        dps.nextEnable(FakeDps.after(() -> lifecycle.decommission(ledger.board(2), STOLEN)));

        lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN);
        lifecycle.resume();

        assertThat(ledger.board(2).state()).isEqualTo(BoardState.DECOMMISSIONED);
        assertThat(dps.stored(guid(2))).isEmpty();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
    }

    @Test
    void parkedBoardIsDecommissionedWithWhatDpsHasOfIt() {
        ledger.chunks().claim(new ChunkRef("line-7", 0), Stage.DELIVER).ifPresent(ledger.chunks()::advance);
        ledger.completed("line-7", 1);
        ledger.set(2, BoardState.PARKED);

        assertThat(lifecycle.decommission(ledger.board(2), STOLEN)).isEqualTo(new Done(ledger.board(2), true));

        assertThat(ledger.batches().isAtItsEnd("line-7"))
                .as("whether its batch is to be reported again")
                .isFalse();
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.DECOMMISSIONED);
        assertThat(dps.stored(guid(2))).isEmpty();
    }

    @Test
    void enrollmentThatIsNotTheParkedBoardsIsLeftAlone() {
        ledger.accepted("line-8", 3);
        dps.put(guid(3), FakeDps.disabled("F".repeat(64)));
        ledger.set(3, BoardState.PARKED);

        assertThat(lifecycle.decommission(ledger.board(3), STOLEN)).isInstanceOf(HalfDone.class);

        assertThat(ledger.board(3).reason()).contains("another certificate than the board's, and is left as it is");
        assertThat(dps.stored(guid(3))).isPresent();
    }

    @Test
    void boardInAHubWithoutAConnectionStringIsNotReplaced() {
        hubs = new FakeRegistries(B);
        start(Duration.ZERO);

        refused(lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN), A, "no connection string");

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void boardOfAnotherConsigneeDoesNotTakeOver() {
        lifecycle.handOver(ledger.board(2), "lemken", STOLEN);

        refused(lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN), "not of the same consignee");
    }

    @Test
    void boardThatWasHandedOverSinceItWasSeenIsLeftAsItIs() {
        var seen = ledger.board(2);
        lifecycle.handOver(seen, "lemken", STOLEN);

        assertThat(lifecycle.decommission(seen, STOLEN)).isEqualTo(new UnderWay(seen));
        assertThat(lifecycle.handOver(seen, "krone", STOLEN)).isEqualTo(new UnderWay(seen));
        assertThat(lifecycle.replace(ledger.board(1), seen, STOLEN)).isInstanceOf(UnderWay.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.board(2).consignee()).isEqualTo("lemken");
    }

    @Test
    void decommissionedBoardIsGoneFromBothPlacesAndItsGuidNeverComesBack() {
        assertThat(lifecycle.decommission(ledger.board(1), STOLEN)).isEqualTo(new Done(ledger.board(1), true));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DECOMMISSIONED);
        assertThat(dps.stored(guid(1))).isEmpty();
        assertThat(hubs.identity(A, guid(1))).isEmpty();
        refused(lifecycle.deactivate(ledger.board(1), STOLEN), "stays so");
        assertThat(activate(1, on(A, "x"))).isInstanceOf(ActivationOutcome.NotEnrolled.class);
        ledger.batches().register("line-9", "line-9.csv", "cc", 1);
        ledger.batches().accept("line-9", 0, List.of(TestLedger.row(1)), List.of());
        assertThat(ledger.batches().reportRows("line-9")).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo(RefusedRow.Outcome.REJECTED.name());
            assertThat(row.reason()).contains("was decommissioned");
        });
    }

    @Test
    void enrolledBoardIsHandedOverAtOnce() {
        var calls = dps.calls().size();

        assertThat(lifecycle.handOver(ledger.board(2), "lemken", STOLEN)).isEqualTo(new Done(ledger.board(2), true));

        assertThat(ledger.board(2).consignee()).isEqualTo("lemken");
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(dps.calls()).hasSize(calls);
        assertThat(lifecycle.handOver(ledger.board(2), "lemken", STOLEN)).isEqualTo(new Done(ledger.board(2), false));
        assertThat(ledger.notes("board.handed-over")).hasSize(1);
    }

    @Test
    void nextManufacturerFindsNothingOfWhatTheOneBeforeGaveTheBoard() {
        lifecycle.deactivate(ledger.board(1), STOLEN);

        assertThat(lifecycle.handOver(ledger.board(1), "lemken", STOLEN)).isEqualTo(new Done(ledger.board(1), true));

        var board = ledger.board(1);
        assertThat(board.state()).isEqualTo(BoardState.ENROLLED);
        assertThat(board.consignee()).isEqualTo("lemken");
        assertThat(board.activation()).isNull();
        assertThat(board.assignedHub()).isNull();
        assertThat(hubs.identity(A, guid(1))).isEmpty();
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.tags()).isEmpty();
        assertThat(stored.assignedHub()).isNull();
        assertThat(activate(1, on(B, "x"))).isInstanceOf(Activated.class);
    }

    private interface Change {
        void make();
    }

    /** A crash before and after everything that is asked of DPS or a hub; then the hub starts again. */
    @TestFactory
    Stream<DynamicTest> crashAtAnyMomentEndsAsIfThereHadBeenNone() {
        return Stream.of(
                crashes("deactivation", () -> lifecycle.deactivate(ledger.board(1), STOLEN), BoardState.DEACTIVATED),
                crashes(
                        "revocation",
                        () -> lifecycle.revoke(ledger.board(1), RevocationReason.KEY_COMPROMISE, STOLEN),
                        BoardState.REVOKED),
                crashes("handed-over", this::handOverOnceDeactivated, BoardState.ENROLLED),
                crashes(
                        "replacement",
                        () -> lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN),
                        BoardState.REPLACED),
                crashes(
                        "decommission",
                        () -> lifecycle.decommission(ledger.board(1), STOLEN),
                        BoardState.DECOMMISSIONED));
    }

    /** Again and again, as somebody would whose call was cut off. */
    private LifecycleOutcome handOverOnceDeactivated() {
        lifecycle.deactivate(ledger.board(1), STOLEN);
        return lifecycle.handOver(ledger.board(1), "lemken", STOLEN);
    }

    private DynamicTest crashes(String name, Change change, BoardState end) {
        return DynamicTest.dynamicTest(name, () -> {
            var moment = 0;
            var crashed = true;
            while (crashed) {
                ledger.close();
                open(data.resolve(name + ++moment));
                crashed = crashesAt(moment, change);
                start(Duration.ZERO);
                ledger.endLifecyclePauses();
                lifecycle.resume();
                activator.settleCutOff(Duration.ZERO);
                if (end == BoardState.ENROLLED) {
                    handOverOnceDeactivated();
                }
                assertEnd(name + " " + moment, end);
            }
            assertThat(moment).isGreaterThan(5);
        });
    }

    /** An error, which nobody in the hub catches: as when its process ends. */
    private boolean crashesAt(int moment, Change change) {
        var calls = new int[1];
        Runnable tick = () -> {
            if (++calls[0] == moment) {
                throw new LinkageError("the process ends");
            }
        };
        hubs.watch(call -> tick.run());
        dps.watch(tick);
        try {
            change.make();
            return false;
        } catch (LinkageError end) {
            return true;
        } finally {
            hubs.watch(call -> {});
            dps.watch(() -> {});
        }
    }

    private void assertEnd(String when, BoardState end) {
        assertThat(ledger.board(1).state()).as(when).isEqualTo(end);
        assertThat(hubs.isEnabled(A, guid(1))).as(when).isFalse();
        assertThat(dps.stored(guid(1)).filter(stored -> stored.enabled()))
                .as(when)
                .isEmpty();
        if (end == BoardState.REPLACED) {
            assertThat(ledger.board(2).state()).as(when).isEqualTo(BoardState.ACTIVATED);
            assertThat(dps.stored(guid(2)).orElseThrow().enabled()).as(when).isTrue();
        }
        var event = end == BoardState.ENROLLED ? "handed-over" : end.name().toLowerCase(java.util.Locale.ROOT);
        assertThat(ledger.notes("board." + event)).as(when).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"by\":\"" + ASKER.name() + "\"", "\"role\":", "\"reason\":\"stolen\"")
                .contains("\"askedAt\":", "\"before\":{", "\"after\":{"));
    }
}
