package dev.caravan.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.activation.ActivationOutcome;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.board.SecondCertificate;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.certificate.TestKeys;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.IdentityPickup;
import dev.caravan.custody.IdentityRecord;
import dev.caravan.custody.NoIdentityExit;
import dev.caravan.custody.PickupOutcome;
import dev.caravan.custody.TestIdentities;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.AdoptedBoard;
import dev.caravan.ledger.BroughtBack;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Pickups;
import dev.caravan.ledger.Roll;
import dev.caravan.ledger.Rolls;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Certificates of boards in service are rolled, on real files and a real ledger. */
class RollTest extends OnPlant {

    private static final Order EXPIRES = new Order(ASKER, "expires in March", OptionalLong.empty());

    private Roller roller;

    /** Board 1 registered in hub A, board 2 enrolled. */
    @Override
    void open(Path folder) {
        super.open(folder);
        enrolled(2);
        registered(1);
        start(TestIdentities.clear(folder));
    }

    /** As after a restart of the hub. */
    private void start(IdentityExit exit) {
        roller = new Roller(
                ledger.boards(),
                new Lifecycles(ledger.database()),
                new Rolls(ledger.database()),
                dps,
                hubs,
                TestIdentities.next(issuer, exit, ledger, home));
    }

    private LifecycleOutcome roll() {
        return roller.roll(ledger.board(1), EXPIRES);
    }

    private void goOn() {
        ledger.endRollPauses();
        roller.resume();
    }

    private String delivered() throws Exception {
        var file = home.resolve("outbox/line-7").resolve(guid(1) + ".pem");
        return Thumbprint.of(Pem.firstCertificate(Files.readAllBytes(file)));
    }

    /** The board has the new identity, and registers. */
    private void registersWithTheNewOne() {
        registersWith(Objects.requireNonNull(ledger.board(1).second()).thumbprint());
    }

    private void registersWith(String thumbprint) {
        hubs.registeredWith(A, guid(1), thumbprint);
    }

    @Test
    void newCertificateStandsBesideTheOldOneUntilTheHubHasSeenTheBoardWithIt() throws Exception {
        var old = ledger.board(1).requireThumbprint();

        assertThat(roll()).isInstanceOf(HalfDone.class);

        var board = ledger.board(1);
        assertThat(board.state()).isEqualTo(BoardState.REGISTERED);
        assertThat(board.thumbprint()).isEqualTo(old);
        assertThat(board.second().thumbprint()).isEqualTo(delivered());
        assertThat(board.reason()).contains("has not seen the board with it").contains(A);
        assertSlots(old, delivered());
        goOn();
        assertSlots(old, delivered());

        registersWithTheNewOne();
        goOn();

        assertThat(ledger.board(1).thumbprint()).isEqualTo(delivered());
        assertThat(ledger.board(1).second()).isNull();
        assertThat(ledger.board(1).reason()).isNull();
        assertSlots(delivered(), null);
        assertThat(ledger.notes("board.rolled")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"reason\":\"expires in March\"", "\"before\":\"" + old, "\"after\":\"" + delivered()));
    }

    private void assertSlots(String primary, String secondary) {
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isTrue();
        assertThat(stored.iotHubs()).containsExactly(A);
        assertThat(stored.thumbprint()).isEqualTo(primary);
        assertThat(stored.secondThumbprint()).isEqualTo(secondary);
    }

    @Test
    void whoeverWritesTheEnrollmentMeanwhileNamesBothCertificates() throws Exception {
        var old = ledger.board(1).requireThumbprint();
        roll();

        activate(1, "hall 4");
        assertSlots(old, delivered());
        lifecycle().deactivate(ledger.board(1), EXPIRES);

        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.thumbprint()).isEqualTo(old);
        assertThat(stored.secondThumbprint()).isEqualTo(delivered());
    }

    @Test
    void boardThatLeavesServiceIsNotOpenedByItsRollWhichGoesOnWhenItIsBack() throws Exception {
        roll();
        lifecycle().deactivate(ledger.board(1), EXPIRES);
        registersWithTheNewOne();

        goOn();

        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        activate(1, "hall 3");
        goOn();
        assertSlots(delivered(), null);
    }

    @Test
    void slotThatWasEmptiedIsFilledAgainWhenTheRollIsAskedForAgain() throws Exception {
        var old = ledger.board(1).requireThumbprint();
        roll();
        var before = dps.stored(guid(1)).orElseThrow();
        dps.enable(
                ledger.board(1).with(old, ledger.board(1).requireCertificate()),
                Objects.requireNonNull(ledger.board(1).activation()),
                before.etag());
        assertSlots(old, null);

        assertThat(roll()).isInstanceOf(HalfDone.class);

        assertSlots(old, delivered());
    }

    @Test
    void waitForABoardAsksItsHubAndNotDps() {
        roll();
        var calls = dps.calls().size();

        goOn();

        assertThat(dps.calls()).hasSize(calls);
    }

    @Test
    void slotWithACertificateOfNobodyKnowsWhomIsLeftAsItIsByActivationAndRoll() {
        var there = dps.stored(guid(1)).orElseThrow();
        dps.put(
                guid(1),
                new StoredEnrollment(
                        true,
                        there.thumbprint(),
                        "AB".repeat(32),
                        there.etag(),
                        there.iotHubs(),
                        true,
                        there.tags(),
                        there.desired(),
                        A));

        assertThat(roll()).isInstanceOf(HalfDone.class);

        assertThat(ledger.board(1).reason()).contains("secondary slot");
        var board = ledger.board(1);
        var asked = new Activation(A, JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
        assertThat(activator().activate(board, asked, OptionalLong.of(board.version()), ASKER))
                .isInstanceOf(ActivationOutcome.Contradiction.class);
        assertThat(dps.stored(guid(1)).orElseThrow().secondThumbprint()).isEqualTo("AB".repeat(32));
        assertThat(lifecycle().deactivate(ledger.board(1), EXPIRES)).isInstanceOf(Done.class);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled())
                .as("closed all the same")
                .isFalse();
    }

    @Test
    void certificateThatWasRolledAwayIsListedAsSuperseded() {
        var old = ledger.board(1).requireCertificate();
        roll();
        assertThat(listed(old)).isEmpty();

        registersWithTheNewOne();
        goOn();

        assertThat(listed(old)).containsExactly(RevocationReason.SUPERSEDED);
        assertThat(listed(ledger.board(1).requireCertificate())).isEmpty();
    }

    @Test
    void boardThatIsRevokedMeanwhileHasBothCertificatesOnTheListAndIsRolledNoMore() {
        roll();
        var old = ledger.board(1).requireCertificate();
        var second = Objects.requireNonNull(ledger.board(1).second());

        assertThat(lifecycle().revoke(ledger.board(1), RevocationReason.KEY_COMPROMISE, EXPIRES))
                .isInstanceOf(Done.class);
        registersWith(second.thumbprint());
        goOn();

        assertThat(listed(old)).containsExactly(RevocationReason.KEY_COMPROMISE);
        assertThat(listed(second.certificate())).containsExactly(RevocationReason.KEY_COMPROMISE);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REVOKED);
        assertThat(new Rolls(ledger.database()).find(guid(1))).isEmpty();
        assertThat(ledger.notes("board.revoked").get(0)).contains(second.thumbprint());
    }

    @Test
    void identityThatARevokedBoardWasNotHandedYetIsDestroyedAlsoAfterACrash() throws Exception {
        dps.nextEnable(FakeDps.unreachable());
        roll();
        assertThat(home.resolve("work/line-7")).isNotEmptyDirectory();
        var second = Objects.requireNonNull(ledger.board(1).second()).certificate();
        var dying = lifecycle(TestIdentities.watched(TestIdentities.clear(home), () -> {
            throw new LinkageError("the process ends");
        }));

        assertThatThrownBy(() -> dying.revoke(ledger.board(1), RevocationReason.KEY_COMPROMISE, EXPIRES))
                .isInstanceOf(LinkageError.class);
        assertThat(listed(second)).isEmpty();
        ledger.endLifecyclePauses();
        lifecycle().resume();

        assertThat(home.resolve("work/line-7")).isEmptyDirectory();
        assertThat(listed(second)).containsExactly(RevocationReason.KEY_COMPROMISE);
        goOn();
        assertThat(home.resolve("work/line-7")).isEmptyDirectory();
    }

    @Test
    void identityThatWasMadeForABoardInServiceOutlivesItsDeactivation() throws Exception {
        dps.nextEnable(FakeDps.unreachable());
        roll();

        lifecycle().deactivate(ledger.board(1), EXPIRES);

        assertThat(home.resolve("work/line-7")).isNotEmptyDirectory();
        activate(1, "hall 3");
        goOn();
        assertThat(ledger.board(1).second().thumbprint()).isEqualTo(delivered());
    }

    @Test
    void boardThatIsRevokedWaitsForNoStation() {
        roll();

        assertThat(lifecycle(new NoIdentityExit()).revoke(ledger.board(1), RevocationReason.KEY_COMPROMISE, EXPIRES))
                .isInstanceOf(Done.class);
    }

    @Test
    void boardThatIsHandedOverMeanwhileIsRolledOnByTheNextConsignee() throws Exception {
        roll();
        lifecycle().deactivate(ledger.board(1), EXPIRES);
        var old = ledger.board(1).requireThumbprint();

        assertThat(lifecycle().handOver(ledger.board(1), "lemken", EXPIRES)).isInstanceOf(Done.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(List.of(stored.thumbprint(), stored.secondThumbprint())).containsExactly(old, delivered());
        activate(1, "hall 9");
        goOn();
        assertThat(ledger.board(1).reason()).contains("has not registered yet");
        assertSlots(old, delivered());
    }

    @Test
    void boardThatIsReplacedOrDecommissionedMeanwhileIsRolledNoMore() {
        roll();
        var second = Objects.requireNonNull(ledger.board(1).second()).thumbprint();

        assertThat(lifecycle().replace(ledger.board(1), ledger.board(2), EXPIRES))
                .isInstanceOf(Done.class);

        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.secondThumbprint()).isEqualTo(second);
        assertThat(new Rolls(ledger.database()).find(guid(1))).isEmpty();
        roller.roll(ledger.board(2), EXPIRES);
        lifecycle().decommission(ledger.board(2), EXPIRES);
        assertThat(dps.stored(guid(2))).isEmpty();
        assertThat(new Rolls(ledger.database()).find(guid(2))).isEmpty();
    }

    @Test
    void activationThatCarriesTheOldCertificateBackKeepsTheRollOpen() throws Exception {
        var old = ledger.board(1).requireThumbprint();
        roll();
        registersWithTheNewOne();
        var json = JsonNodeFactory.instance;
        var asked = new Activation(A, json.objectNode().put("site", "hall 5"), json.objectNode());
        dps.nextEnable(effect -> {
            effect.run();
            var board = ledger.board(1);
            ledger.boards().intend(guid(1), board.version(), asked, ASKER).orElseThrow();
            dps.enable(board, asked, dps.stored(guid(1)).orElseThrow().etag());
        });

        goOn();

        assertSlots(old, delivered());
        assertThat(ledger.board(1).thumbprint()).isEqualTo(old);
        activator().settleCutOff(Duration.ofSeconds(-1));
        goOn();
        assertSlots(delivered(), null);
        assertThat(dps.stored(guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"hall 5\"}");
    }

    @Test
    void activationBetweenTheLastReadAndTheRecordKeepsTheRollOpen() throws Exception {
        roll();
        registersWithTheNewOne();
        var seen = ledger.board(1);
        var rolls = new Rolls(ledger.database());
        var roll = rolls.advance(rolls.find(guid(1)).orElseThrow(), Roll.Step.PROMOTE, Duration.ofMinutes(3))
                .orElseThrow();
        activate(1, "hall 6");

        assertThat(rolls.finish(roll, seen)).isFalse();

        goOn();
        assertSlots(delivered(), null);
    }

    @Test
    void whatARestoreHoldsGoesOnWhenTheRollIsAskedForAgain() throws Exception {
        roll();
        registersWithTheNewOne();
        ledger.endRollPauses();
        new BroughtBack(ledger.database()).hold();
        assertThat(ledger.board(1).reason()).contains("backup", "same call again");
        roller.resume();
        assertThat(ledger.board(1).second()).isNotNull();
        var second = Objects.requireNonNull(ledger.board(1).second());
        dps.enable(
                ledger.board(1).renewed(),
                Objects.requireNonNull(ledger.board(1).activation()),
                dps.stored(guid(1)).orElseThrow().etag());

        assertThat(roll()).isInstanceOf(Done.class);

        assertThat(ledger.board(1).thumbprint()).isEqualTo(second.thumbprint());
        assertSlots(delivered(), null);
        assertThat(dps.calls().stream()
                        .filter(call -> call.startsWith("enable"))
                        .count())
                .as("the old one is not put back")
                .isEqualTo(3);
    }

    @Test
    void identityThatWaitsForItsPickupIsTheNewOneAndTheOldOneCanBeOpenedByNobody() throws Exception {
        var exit = TestIdentities.waiting(home);
        start(exit);

        roll();

        var pickup = new IdentityPickup(
                ledger.boards(),
                new Pickups(ledger.database()),
                exit,
                new BatchBoxes(ledger.batches()),
                Duration.ofMinutes(15));
        var station = new Requester("station", Role.STATION);
        assertThat(pickup.fetch(guid(1), station, "key-1")).isInstanceOf(PickupOutcome.Here.class);
        assertThat(ledger.notes("identity.picked-up").get(0))
                .contains(Objects.requireNonNull(ledger.board(1).second()).thumbprint());
        pickup.confirm(guid(1), station, "key-1");
        registersWithTheNewOne();
        goOn();
        assertThat(ledger.board(1).second()).isNull();
        assertThat(roll()).as("another one may follow").isInstanceOf(HalfDone.class);
    }

    @Test
    void identityOfBeforeThatStillWaitsIsDestroyedByTheRoll() throws Exception {
        start(TestIdentities.waiting(home));
        roll();
        registersWithTheNewOne();
        goOn();
        assertThat(wrappingKeys()).isEqualTo(1);

        roll();

        assertThat(wrappingKeys()).isEqualTo(1);
    }

    private long wrappingKeys() throws IOException {
        try (var files = Files.list(home.resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".keys")).count();
        }
    }

    @Test
    void boardWithAKeyOfItsOwnGetsAnotherCertificateForIt() throws Exception {
        var key = TestKeys.ec("secp256r1");
        var request = TestKeys.request(guid(1), key).getBytes(StandardCharsets.US_ASCII);
        ledger.given(1, TestKeys.RULES.request(guid(1), request));
        start(new NoIdentityExit());

        assertThat(roll()).isInstanceOf(HalfDone.class);

        var file = Files.readAllBytes(home.resolve("outbox/line-7").resolve(guid(1) + ".pem"));
        assertThat(Pem.firstCertificate(file).getPublicKey().getEncoded())
                .isEqualTo(key.getPublic().getEncoded());
        assertThat(new String(file, StandardCharsets.US_ASCII)).doesNotContain("PRIVATE");
        registersWithTheNewOne();
        goOn();
        assertSlots(delivered(), null);
    }

    @Test
    void boardWhoseCertificateCameWithItsBatchIsRefusedAndToldWhatToDo() {
        ledger.given(1, new GivenKey(GivenKey.Mode.CERTIFICATE, "MAo=", "aa"));

        assertThat(roll()).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("came with its batch", "/replacement"));

        assertThat(ledger.board(1).second()).isNull();
    }

    @Test
    void withoutAStationNoKeyIsMadeAndNothingIsBegun() {
        start(new NoIdentityExit());

        assertThat(roll()).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("station-certificates"));

        assertThat(new Rolls(ledger.database()).find(guid(1))).isEmpty();
    }

    @Test
    void enrollmentThatSomebodyHasDisabledIsNotEnabledByARoll() {
        dps.close(ledger.board(1), dps.stored(guid(1)).orElseThrow().etag());

        assertThat(roll()).isInstanceOf(HalfDone.class);

        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(ledger.board(1).reason()).contains("disabled in DPS");
    }

    @Test
    void activationThatIsUnderWayIsNotOvertaken() {
        roll();
        registersWithTheNewOne();
        var board = ledger.board(1);
        var json = JsonNodeFactory.instance;
        var asked = new Activation(A, json.objectNode().put("site", "hall 5"), json.objectNode());
        ledger.boards().intend(guid(1), board.version(), asked, ASKER).orElseThrow();
        dps.enable(board, asked, dps.stored(guid(1)).orElseThrow().etag());

        goOn();

        assertThat(dps.stored(guid(1)).orElseThrow().tags()).hasToString("{\"site\":\"hall 5\"}");
        assertThat(ledger.board(1).reason()).contains("being activated");
        assertThat(ledger.board(1).second()).isNotNull();
    }

    @Test
    void hubWithoutAConnectionStringIsSaidAndBothCertificatesStayGood() throws Exception {
        var old = ledger.board(1).requireThumbprint();
        hubs = new FakeRegistries("elsewhere.azure-devices.net");
        start(TestIdentities.clear(home));

        roll();

        assertThat(ledger.board(1).reason()).contains("no connection string").contains(A);
        assertSlots(old, delivered());
    }

    @Test
    void boardOutOfServiceIsRefusedAndToldWhatToDo() {
        assertThat(roller.roll(ledger.board(2), EXPIRES))
                .isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                        .contains("ENROLLED")
                        .contains("identity-reissue"));
        roll();
        assertThat(roll()).as("again").isInstanceOf(HalfDone.class);
    }

    @Test
    void boardThatWasAdoptedWhileItWasBeingRolledIsRolledToItsEnd() {
        var first = IdentityRecord.certified(issuer.issue(guid(3)));
        var second = IdentityRecord.certified(issuer.issue(guid(3)));
        var json = JsonNodeFactory.instance;
        var activation = new Activation(A, json.objectNode(), json.objectNode());
        dps.put(
                guid(3),
                new StoredEnrollment(
                        true,
                        first.thumbprint(),
                        second.thumbprint(),
                        "etag-3",
                        List.of(A),
                        true,
                        activation.tags(),
                        activation.desired(),
                        A));
        ledger.adopted(new AdoptedBoard(
                guid(3),
                first.thumbprint(),
                first.certificate(),
                activation,
                new SecondCertificate(second.thumbprint(), second.certificate())));
        roller.resume();
        assertThat(ledger.board(3).reason()).contains("has not registered yet");

        registeredWith(3, second.thumbprint());
        goOn();

        assertThat(ledger.board(3).thumbprint()).isEqualTo(second.thumbprint());
        assertThat(dps.stored(guid(3)).orElseThrow().thumbprint()).isEqualTo(second.thumbprint());
        assertThat(dps.stored(guid(3)).orElseThrow().secondThumbprint()).isNull();
        assertThat(listed(first.certificate())).containsExactly(RevocationReason.SUPERSEDED);
    }

    @Test
    void reissueEndsARollAndLeavesOneCertificate() throws Exception {
        roll();
        lifecycle().deactivate(ledger.board(1), EXPIRES);

        assertThat(lifecycle().reissue(ledger.board(1), EXPIRES)).isInstanceOf(Done.class);

        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.thumbprint()).isEqualTo(ledger.board(1).thumbprint()).isEqualTo(delivered());
        assertThat(stored.secondThumbprint()).isNull();
        assertThat(ledger.board(1).second()).isNull();
        assertThat(new Rolls(ledger.database()).find(guid(1))).isEmpty();
    }

    /** A crash before and after everything that is asked of DPS, the hub or the disk; then the hub starts again. */
    @Test
    void crashAtAnyMomentEndsAsIfThereHadBeenNone() throws Exception {
        var moment = 0;
        var crashed = true;
        while (crashed) {
            ledger.close();
            open(Files.createDirectories(data.resolve("crash-" + ++moment)));
            var old = ledger.board(1).requireThumbprint();
            crashed = crashesAt(moment);
            start(TestIdentities.clear(home));
            goOn();
            if (ledger.board(1).second() != null) {
                registersWithTheNewOne();
            }
            goOn();

            assertThat(ledger.board(1).thumbprint())
                    .as("moment " + moment)
                    .isNotEqualTo(old)
                    .isEqualTo(delivered());
            assertThat(ledger.board(1).second()).isNull();
            assertSlots(delivered(), null);
            assertThat(home.resolve("work/line-7")).isEmptyDirectory();
            assertThat(ledger.notes("board.rolled")).hasSize(1);
        }
        assertThat(moment).isGreaterThan(12);
    }

    /** An error, which nobody in the hub catches: as when its process ends. */
    private boolean crashesAt(int moment) {
        var calls = new int[1];
        Runnable tick = () -> {
            if (++calls[0] == moment) {
                throw new LinkageError("the process ends");
            }
        };
        start(TestIdentities.watched(TestIdentities.clear(home), tick));
        dps.watch(tick);
        hubs.watch(call -> tick.run());
        try {
            roll();
            registersWithTheNewOne();
            goOn();
            return false;
        } catch (LinkageError end) {
            return true;
        } finally {
            dps.watch(() -> {});
            hubs.watch(call -> {});
        }
    }
}
