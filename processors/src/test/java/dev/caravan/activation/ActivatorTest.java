package dev.caravan.activation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.ActivatedOtherwise;
import dev.caravan.activation.ActivationOutcome.Contradiction;
import dev.caravan.activation.ActivationOutcome.Invalid;
import dev.caravan.activation.ActivationOutcome.NotEnrolled;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.Possible;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Saga;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ActivatorTest {

    private static final String A = "plant-a.azure-devices.net";
    private static final String B = "plant-b.azure-devices.net";
    private static final OptionalLong ANY_VERSION = OptionalLong.empty();
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path data;

    private final FakeDps dps = new FakeDps();
    private final FakeRegistries hubs = new FakeRegistries(A, B);
    private TestLedger ledger;
    private Activator activator;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        activator = new Activator(ledger.boards(), dps, hubs, new ActivationSettings(List.of(A, B)));
        var board = ledger.enrolled("line-7");
        dps.put(guid(1), FakeDps.disabled(board.requireThumbprint()));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void activationIsStoredInDpsAndThenInTheLedger() {
        var outcome = activate(on(B, "hall 3"));

        assertThat(outcome).isEqualTo(new Activated(ledger.board(1), true));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(ledger.board(1).activation()).isEqualTo(on(B, "hall 3"));
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isTrue();
        assertThat(stored.iotHubs()).containsExactly(B);
        assertThat(stored.tags()).hasToString("{\"site\":\"hall 3\"}");
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    void sameRequestAgainAsksNothingOfDps() {
        activate(on(A, "x"));
        var version = ledger.board(1).version();
        var calls = dps.calls().size();

        assertThat(activate(on(A, "x"))).isEqualTo(new Activated(ledger.board(1), false));

        assertThat(dps.calls()).hasSize(calls);
        assertThat(ledger.board(1).version()).isEqualTo(version);
    }

    @Test
    void otherRequestIsRefusedWithTheDifferencesUnlessItNamesTheVersion() {
        activate(on(A, "x"));

        assertThat(activate(on(B, "y")))
                .isEqualTo(new ActivatedOtherwise(
                        ledger.board(1),
                        List.of(new Difference("/iotHub", A, B), new Difference("/tags/site", "\"x\"", "\"y\""))));
        assertThat(dps.stored(guid(1)).orElseThrow().iotHubs()).containsExactly(A);

        var current = OptionalLong.of(ledger.board(1).version());
        assertThat(activator.activate(ledger.board(1), on(B, "y"), current, ASKER))
                .isInstanceOf(Activated.class);
        assertThat(dps.stored(guid(1)).orElseThrow().iotHubs()).containsExactly(B);
        assertThat(activator.activate(ledger.board(1), on(A, "x"), current, ASKER))
                .isEqualTo(new OtherVersion(ledger.board(1)));
    }

    @Test
    void requestThatBreaksRulesAsksNothingOfDps() {
        assertThat(activate(on("elsewhere.azure-devices.net", "x")))
                .isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(invalid.violations())
                        .extracting(Violation::field)
                        .containsExactly("/iotHub"));
        var tags = JsonNodeFactory.instance.objectNode().put("a.b", 1);
        assertThat(activate(new Activation(A, tags, JsonNodeFactory.instance.objectNode())))
                .isInstanceOf(Invalid.class);
        assertThat(dps.calls()).isEmpty();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void simulationSaysWhatWouldHappenAndAsksAndWritesNothing() {
        assertThat(activator.simulate(ledger.board(1), on(A, "x"), ANY_VERSION))
                .isEqualTo(new Possible(ledger.board(1), on(A, "x"), List.of()));
        assertThat(dps.calls()).isEmpty();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();

        activate(on(A, "x"));
        var board = ledger.board(1);
        var calls = dps.calls().size();
        assertThat(activator.simulate(ledger.board(1), on(A, "x"), ANY_VERSION)).isEqualTo(new Activated(board, false));
        assertThat(activator.simulate(ledger.board(1), on(A, "y"), ANY_VERSION)).isInstanceOf(ActivatedOtherwise.class);
        assertThat(activator.simulate(ledger.board(1), on(A, "y"), OptionalLong.of(board.version())))
                .isEqualTo(new Possible(board, on(A, "y"), List.of(new Difference("/tags/site", "\"x\"", "\"y\""))));
        assertThat(dps.calls()).hasSize(calls);
        assertThat(ledger.board(1)).isEqualTo(board);
    }

    @Test
    void simulationSeesThatAnotherActivationIsUnderWay() {
        ledger.boards().intend(guid(1), ledger.board(1).version(), on(A, "x"), ASKER);

        assertThat(activator.simulate(ledger.board(1), on(A, "x"), ANY_VERSION))
                .isEqualTo(new UnderWay(ledger.board(1)));
    }

    @Test
    void unfinishedBoardIsNotActivated() {
        ledger.batches().register("line-8", "line-8.csv", "bb", 1);
        ledger.batches().accept("line-8", 0, List.of(TestLedger.row(2)), List.of());

        assertThat(activator.activate(ledger.board(2), on(A, "x"), ANY_VERSION, ASKER))
                .isEqualTo(new NotEnrolled(ledger.board(2)));
        assertThat(dps.calls()).isEmpty();
    }

    @Test
    void boardThatWasHandedOverSinceItWasSeenIsNotActivated() {
        var seen = ledger.board(1);
        var wish = new Lifecycles.Wish(Saga.Kind.HANDOVER, null, "lemken", ASKER, "sold");
        new Lifecycles(ledger.database()).handOver(seen, wish);

        assertThat(activator.activate(seen, on(A, "x"), ANY_VERSION, ASKER)).isEqualTo(new UnderWay(seen));

        assertThat(dps.calls()).isEmpty();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void enrollmentThatWasChangedMeanwhileIsReadAgain() {
        var thumbprint = ledger.board(1).requireThumbprint();
        dps.nextEnable(FakeDps.after(() -> dps.put(guid(1), withEtag("by somebody else", thumbprint))));

        assertThat(activate(on(A, "x"))).isInstanceOf(Activated.class);

        assertThat(dps.calls().stream().filter(call -> call.startsWith("enable")))
                .hasSize(2);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
    }

    @Test
    void enrollmentThatChangesAgainAndAgainIsAFailureThatMayBeRepeated() {
        var thumbprint = ledger.board(1).requireThumbprint();
        for (var change = 1; change <= 4; change++) {
            var etag = "change " + change;
            dps.nextEnable(FakeDps.after(() -> dps.put(guid(1), withEtag(etag, thumbprint))));
        }

        assertThatExceptionOfType(DpsException.ChangedMeanwhile.class).isThrownBy(() -> activate(on(A, "x")));

        assertThat(activate(on(A, "x"))).isInstanceOf(Activated.class);
    }

    @Test
    void answerThatStoredSomethingElseIsAContradictionAndSaidBesideTheBoard() {
        dps.store(stored -> with(stored, true, List.of(B), stored.thumbprint()));
        contradiction("stored something else");

        dps.store(stored -> with(stored, false, stored.iotHubs(), stored.thumbprint()));
        contradiction("still disabled");

        dps.store(stored -> with(stored, true, List.of(A, B), stored.thumbprint()));
        contradiction("one hub");

        var ours = dps.stored(guid(1)).orElseThrow();
        dps.store(stored -> with(stored, true, stored.iotHubs(), "F".repeat(64)));
        contradiction("stored another certificate");

        dps.put(guid(1), ours);
        dps.store(stored -> stored);
        assertThat(activate(on(A, "x"))).isInstanceOf(Activated.class);
        assertThat(ledger.board(1).reason()).isNull();
    }

    private void contradiction(String words) {
        assertThat(activate(on(A, "x")))
                .isInstanceOfSatisfying(Contradiction.class, outcome -> assertThat(outcome.what())
                        .contains(words));
        assertThat(ledger.board(1).reason()).contains(words);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void foreignOrMissingEnrollmentIsNeverOverwritten() {
        dps.put(guid(1), FakeDps.disabled("F".repeat(64)));
        assertThat(activate(on(A, "x"))).isInstanceOf(Contradiction.class);
        dps.remove(guid(1));
        assertThat(activate(on(A, "x"))).isInstanceOf(Contradiction.class);

        assertThat(dps.calls()).noneMatch(call -> call.startsWith("enable"));
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    void lostAnswerOfAnActivationThatWasCarriedOutEndsActivated() {
        dps.nextEnable(FakeDps.answerLost());

        assertThat(activate(on(A, "x"))).isInstanceOf(Activated.class);
    }

    @Test
    void activationThatMayBeCarriedOutIsLeftToSettlingAndBlocksOthers() {
        dps.nextEnable(FakeDps.inTroubleAfterwards(SOON));

        assertThatExceptionOfType(DpsException.ComeBackLater.class).isThrownBy(() -> activate(on(A, "x")));

        assertThat(activate(on(B, "y"))).isEqualTo(new UnderWay(ledger.board(1)));
        activator.settleCutOff(Duration.ofHours(1));
        assertThat(ledger.board(1).state()).as("too young").isEqualTo(BoardState.ENROLLED);
        activator.settleCutOff(Duration.ZERO);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(ledger.board(1).activation()).isEqualTo(on(A, "x"));
    }

    @Test
    void activationThatWasNeverCarriedOutIsForgottenAndMayBeAskedForAgain() {
        for (var attempt = 1; attempt <= 4; attempt++) {
            dps.nextEnable(FakeDps.requestLost());
        }
        assertThatExceptionOfType(DpsException.UnknownOutcome.class).isThrownBy(() -> activate(on(A, "x")));
        assertThat(ledger.boards().intents(Duration.ZERO)).hasSize(1);

        activator.settleCutOff(Duration.ZERO);

        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.board(1).reason()).isNull();
        assertThat(activate(on(B, "y"))).isInstanceOf(Activated.class);
    }

    @Test
    void cutOffActivationThatCannotBeSettledKeepsNoOtherOneWaiting() {
        cutOff(1);
        enroll(2);
        cutOff(2);
        dps.nextFind(FakeDps.unreachable());

        activator.settleCutOff(Duration.ZERO);

        assertThat(ledger.boards().intents(Duration.ZERO)).hasSize(1);
        activator.settleCutOff(Duration.ZERO);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ACTIVATED);
    }

    @Test
    void serviceThatAnswersNobodyIsAskedOnceForAllThatWasCutOff() {
        cutOff(1);
        enroll(2);
        cutOff(2);
        var before = dps.calls().size();
        dps.nextFind(FakeDps.denied());

        activator.settleCutOff(Duration.ZERO);

        assertThat(dps.calls()).hasSize(before + 1);
        assertThat(ledger.boards().intents(Duration.ZERO)).hasSize(2);
    }

    private void enroll(int number) {
        ledger.batches().register("line-8", "line-8.csv", "bb", 1);
        ledger.batches().accept("line-8", 0, List.of(TestLedger.row(number)), List.of());
        var chunk = new ChunkRef("line-8", 0);
        var certify = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger.boards().certified(certify, List.of(TestLedger.certificate(number)));
        ledger.chunks().advance(certify);
        var enroll = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards().settled(enroll, List.of(new Settled.Enrolled(guid(number), true)));
        dps.put(guid(number), FakeDps.disabled(ledger.board(number).requireThumbprint()));
    }

    private void cutOff(int number) {
        dps.nextEnable(FakeDps.inTroubleAfterwards(SOON));
        assertThatExceptionOfType(DpsException.ComeBackLater.class)
                .isThrownBy(() -> activator.activate(ledger.board(number), on(A, "x"), ANY_VERSION, ASKER));
    }

    @Test
    void lostAnswerIsNotForgottenBecauseTheReadAfterItFails() {
        dps.nextFind(FakeDps.after(() -> {}));
        dps.nextEnable(FakeDps.answerLost());
        dps.nextFind(FakeDps.throttled(SOON));

        assertThatExceptionOfType(DpsException.UnknownOutcome.class).isThrownBy(() -> activate(on(A, "x")));

        assertThat(ledger.boards().intents(Duration.ZERO)).hasSize(1);
        activator.settleCutOff(Duration.ZERO);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
    }

    @Test
    void cutOffActivationThatDpsStoredOtherwiseIsSaidBesideTheBoard() {
        dps.store(stored -> with(stored, true, List.of(B), stored.thumbprint()));
        dps.nextEnable(FakeDps.inTroubleAfterwards(SOON));
        assertThatExceptionOfType(DpsException.ComeBackLater.class).isThrownBy(() -> activate(on(A, "x")));

        activator.settleCutOff(Duration.ZERO);

        assertThat(ledger.board(1).reason()).contains("ENABLED otherwise");
        assertThat(ledger.boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    void failureBeforeAnythingWasSentMayBeRepeatedAtOnce() {
        dps.nextFind(FakeDps.denied());
        assertThatExceptionOfType(DpsException.AccessDenied.class).isThrownBy(() -> activate(on(A, "x")));
        dps.nextEnable(FakeDps.throttled(SOON));
        assertThatExceptionOfType(DpsException.ComeBackLater.class).isThrownBy(() -> activate(on(A, "x")));
        dps.nextEnable(FakeDps.refused("no"));
        assertThatExceptionOfType(DpsException.Refused.class).isThrownBy(() -> activate(on(A, "x")));

        assertThat(activate(on(B, "y"))).isInstanceOf(Activated.class);
    }

    @Test
    void activationThatDpsConfirmedStaysWhenTheLastReadFails() {
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.unreachable());

        assertThat(activate(on(A, "x"))).isInstanceOf(Activated.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
    }

    @Test
    void whatDpsStoredBehindARightAnswerIsAContradiction() {
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.after(() -> {
            var stored = dps.stored(guid(1)).orElseThrow();
            dps.put(guid(1), with(stored, true, List.of(B), stored.thumbprint()));
        }));

        assertThat(activate(on(A, "x"))).isInstanceOf(Contradiction.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.board(1).reason()).contains("stored something else").contains(B);
    }

    @Test
    void activationWhoseIntentWasDroppedMeanwhileClosesWhatItHasOpened() {
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.after(() ->
                ledger.boards().forgetIntent(ledger.boards().intent(guid(1)).orElseThrow())));

        assertThat(activate(on(A, "x"))).isInstanceOf(UnderWay.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
    }

    @Test
    void activationThatWasSettledMeanwhileStaysAsItIs() {
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.after(() -> activator.settleCutOff(Duration.ZERO)));

        assertThat(activate(on(A, "x"))).isInstanceOf(UnderWay.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
    }

    @Test
    void boardThatRegistersMeanwhileIsReportedAsRegistered() {
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.after(
                () -> dps.put(guid(1), registered(dps.stored(guid(1)).orElseThrow()))));

        activate(on(A, "x"));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(ledger.board(1).assignedHub()).isEqualTo(A);
    }

    @Test
    void secondActivationAtTheSameTimeIsUnderWay() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        dps.nextEnable(effect -> {
            inside.countDown();
            await(goOn);
            effect.run();
        });
        var thread = Executors.newSingleThreadExecutor();
        try {
            var first = thread.submit(() -> activate(on(A, "x")));
            await(inside);

            assertThat(activate(on(B, "y"))).isInstanceOf(UnderWay.class);

            goOn.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(Activated.class);
            assertThat(dps.stored(guid(1)).orElseThrow().iotHubs()).containsExactly(A);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void changeOfMetadataAfterTheFirstBootGoesToTheTwinInTheHubAndToTheEnrollment() {
        activate(on(A, "x"));
        boot();
        new FirstBoots(ledger.database()).seen(guid(1), A, null);

        var outcome = update(on(A, "y"));

        assertThat(outcome).isEqualTo(new Activated(ledger.board(1), true, List.of("enrollment", "hub")));
        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"y\"}");
        assertThat(dps.stored(guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"y\"}");
    }

    @Test
    void firstBootBetweenReadAndWriteLosesNothing() {
        activate(on(A, "x"));
        dps.nextEnable(FakeDps.after(this::boot));

        assertThat(update(on(A, "y"))).isInstanceOf(Activated.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"y\"}");
    }

    @Test
    void updateWhoseLastReadFailsIsHalfDoneUntilTheHubIsKnown() {
        activate(on(A, "x"));
        dps.nextFind(Runnable::run);
        dps.nextFind(FakeDps.unreachable());
        dps.nextEnable(FakeDps.after(this::boot));

        assertThatExceptionOfType(HalfDoneException.class).isThrownBy(() -> update(on(A, "y")));
        activator.settleCutOff(Duration.ZERO);

        assertThat(ledger.board(1).activation()).isEqualTo(on(A, "y"));
        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"y\"}");
    }

    @Test
    void moveToAnotherHubLeavesTheTwinWhereTheBoardStillIs() {
        activate(on(A, "x"));
        boot();
        new FirstBoots(ledger.database()).seen(guid(1), A, null);

        update(on(B, "y"));

        assertThat(hubs.stored(A, guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"y\"}");
        assertThat(hubs.identity(B, guid(1))).isEmpty();
        assertThat(ledger.board(1).assignedHub()).isEqualTo(A);
    }

    private void boot() {
        var stored = dps.stored(guid(1)).orElseThrow();
        dps.assigned(guid(1), A);
        hubs.add(A, guid(1), stored.tags(), stored.desired());
    }

    private ActivationOutcome update(Activation asked) {
        var version = OptionalLong.of(ledger.board(1).version());
        return activator.activate(ledger.board(1), asked, version, ASKER);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private ActivationOutcome activate(Activation asked) {
        return activator.activate(ledger.board(1), asked, ANY_VERSION, ASKER);
    }

    private static Activation on(String hub, String site) {
        var json = JsonNodeFactory.instance;
        return new Activation(
                hub, json.objectNode().put("site", site), json.objectNode().put("interval", 30));
    }

    private static StoredEnrollment withEtag(String etag, String thumbprint) {
        var stored = FakeDps.disabled(thumbprint);
        return new StoredEnrollment(false, thumbprint, etag, List.of(), false, stored.tags(), stored.desired(), null);
    }

    private static StoredEnrollment with(
            StoredEnrollment stored, boolean enabled, List<String> hubs, String thumbprint) {
        return new StoredEnrollment(
                enabled, thumbprint, stored.etag(), hubs, true, stored.tags(), stored.desired(), null);
    }

    private static StoredEnrollment registered(StoredEnrollment stored) {
        return new StoredEnrollment(
                true,
                stored.thumbprint(),
                stored.etag(),
                stored.iotHubs(),
                true,
                stored.tags(),
                stored.desired(),
                stored.iotHubs().get(0));
    }
}
