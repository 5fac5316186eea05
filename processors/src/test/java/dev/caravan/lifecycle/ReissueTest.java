package dev.caravan.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.custody.BatchBox;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.IdentityPickup;
import dev.caravan.custody.NoIdentityExit;
import dev.caravan.custody.PickupOutcome;
import dev.caravan.custody.TestIdentities;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Pickups;
import dev.caravan.ledger.Stage;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Boards get another key and certificate while DPS has them disabled, on real files and a real ledger. */
class ReissueTest extends OnPlant {

    private static final Order LOST = new Order(ASKER, "the flash failed", OptionalLong.empty());
    private static final Requester STATION = new Requester("station", Role.STATION);

    private Lifecycle lifecycle;

    /** Board 1 enrolled, with a certificate that is made up. */
    @Override
    void open(Path folder) {
        super.open(folder);
        ledger.enrolled("line-7", 1);
        dps.put(guid(1), FakeDps.disabled(ledger.board(1).requireThumbprint()));
        start(TestIdentities.clear(folder));
    }

    /** As after a restart of the hub. */
    private void start(IdentityExit exit) {
        lifecycle = lifecycle(exit);
    }

    private void batchIsAtItsEnd() {
        var chunk = new ChunkRef("line-7", 0);
        ledger.chunks().claim(chunk, Stage.DELIVER).ifPresent(ledger.chunks()::advance);
    }

    private LifecycleOutcome reissue() {
        return lifecycle.reissue(ledger.board(1), LOST);
    }

    private String delivered() throws Exception {
        var file = home.resolve("outbox/line-7").resolve(guid(1) + ".pem");
        return Thumbprint.of(Pem.firstCertificate(Files.readAllBytes(file)));
    }

    @Test
    void boardGetsAnotherCertificateInDpsInTheLedgerAndInTheOutboxAndStaysDisabled() throws Exception {
        batchIsAtItsEnd();
        var before = ledger.board(1);

        assertThat(reissue()).isEqualTo(new Done(ledger.board(1), true));

        var board = ledger.board(1);
        assertThat(board.state()).isEqualTo(BoardState.ENROLLED);
        assertThat(board.thumbprint()).isNotEqualTo(before.thumbprint()).isEqualTo(delivered());
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.thumbprint()).isEqualTo(board.thumbprint());
        assertThat(ledger.notes("board.reissued")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"reason\":\"the flash failed\"", "\"by\":\"" + ASKER.name() + "\"")
                .contains("\"before\":{\"state\":\"ENROLLED\",\"thumbprint\":\"" + before.thumbprint())
                .contains("\"after\":{\"state\":\"ENROLLED\",\"thumbprint\":\"" + board.thumbprint()));
        assertThat(home.resolve("work/line-7")).isEmptyDirectory();
    }

    @Test
    void boardInServiceIsRefusedAndToldWhatToDo() {
        batchIsAtItsEnd();
        activate();

        assertThat(reissue()).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("ACTIVATED")
                .contains("deactivate it first"));

        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isTrue();
    }

    private void activate() {
        var json = JsonNodeFactory.instance;
        var asked = new Activation(A, json.objectNode().put("site", "hall 3"), json.objectNode());
        var version = OptionalLong.of(ledger.board(1).version());
        assertThat(activator().activate(ledger.board(1), asked, version, ASKER)).isInstanceOf(Activated.class);
    }

    @Test
    void deactivatedBoardKeepsItsHubAndMetadata() {
        batchIsAtItsEnd();
        activate();
        hubs.add(A, guid(1), JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());
        lifecycle.deactivate(ledger.board(1), LOST);

        assertThat(reissue()).isInstanceOf(Done.class);

        assertThat(hubs.identity(A, guid(1)))
                .as("what would let the former key in")
                .isEmpty();

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        var stored = dps.stored(guid(1)).orElseThrow();
        assertThat(stored.enabled()).isFalse();
        assertThat(stored.iotHubs()).containsExactly(A);
        assertThat(stored.tags()).hasToString("{\"site\":\"hall 3\"}");
        activate();
        assertThat(dps.stored(guid(1)).orElseThrow().thumbprint())
                .isEqualTo(ledger.board(1).thumbprint());
    }

    @Test
    void parkedBoardWhoseIdentityIsLostIsEnrolledAfterAllAndItsBatchAmended() {
        batchIsAtItsEnd();
        ledger.completed("line-7", 1);
        ledger.set(1, BoardState.PARKED);

        assertThat(reissue()).isInstanceOf(Done.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.batches().isAtItsEnd("line-7")).as("a report is due").isTrue();
    }

    @Test
    void boardThatItsBatchStillWorksOnIsNotTouched() {
        assertThat(reissue()).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("batch"));
    }

    @Test
    void foreignEnrollmentAndOneThatIsEnabledAreLeftAsTheyAre() {
        batchIsAtItsEnd();
        dps.put(guid(1), FakeDps.disabled("F".repeat(64)));
        assertThat(reissue()).isInstanceOf(HalfDone.class);
        assertThat(ledger.board(1).reason()).contains("another certificate");
        assertThat(dps.stored(guid(1)).orElseThrow().thumbprint()).startsWith("FFFF");

        dps.put(guid(1), enabled(ledger.board(1).requireThumbprint()));
        goOn();
        assertThat(ledger.board(1).reason()).contains("ENABLED").contains("Azure portal");

        dps.put(guid(1), FakeDps.disabled(ledger.board(1).requireThumbprint()));
        goOn();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    private static StoredEnrollment enabled(String thumbprint) {
        var json = JsonNodeFactory.instance;
        return new StoredEnrollment(
                true, thumbprint, "etag-0", List.of(), false, json.objectNode(), json.objectNode(), null);
    }

    private void goOn() {
        ledger.endLifecyclePauses();
        lifecycle.resume();
    }

    @Test
    void withoutAStationNoKeyIsMadeAndNothingIsBegun() {
        batchIsAtItsEnd();
        start(new NoIdentityExit());

        assertThat(reissue()).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("station-certificates"));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void identityThatWasDestroyedAtItsPickupIsReplacedByOneThatWaits() {
        batchIsAtItsEnd();
        var exit = TestIdentities.waiting(home);
        start(exit);
        assertThat(reissue()).isInstanceOf(Done.class);
        var pickup = pickup(exit);
        assertThat(pickup.fetch(guid(1), STATION, "key-1")).isInstanceOf(PickupOutcome.Here.class);

        assertThat(reissue()).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("station is picking up"));
        pickup.confirm(guid(1), STATION, "key-1");
        assertThat(pickup.fetch(guid(1), STATION, "key-2")).isInstanceOf(PickupOutcome.Over.class);

        assertThat(reissue()).isInstanceOf(Done.class);
        assertThat(pickup.fetch(guid(1), STATION, "key-2")).isInstanceOf(PickupOutcome.Here.class);
    }

    @Test
    void identityThatStillWaitedCanBeOpenedByNobodyAfterwards() throws IOException {
        batchIsAtItsEnd();
        start(TestIdentities.waiting(home));
        reissue();
        assertThat(wrappingKeys()).isEqualTo(1);

        reissue();

        assertThat(wrappingKeys()).isEqualTo(1);
    }

    private long wrappingKeys() throws IOException {
        try (var files = Files.list(home.resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".keys")).count();
        }
    }

    private IdentityPickup pickup(IdentityExit exit) {
        return new IdentityPickup(
                ledger.boards(),
                new Pickups(ledger.database()),
                exit,
                new BatchBoxes(ledger.batches()),
                Duration.ofMinutes(15));
    }

    @Test
    void endOfTheBatchDestroysNoIdentityThatIsOnItsWay() {
        batchIsAtItsEnd();
        dps.nextClose(FakeDps.unreachable());
        assertThat(reissue()).isInstanceOf(HalfDone.class);
        var exit = TestIdentities.clear(home);
        var batches = ledger.batches();

        assertThat(exit.destroyStrays(
                        new BatchBox("line-7", 1), identity -> batches.awaits(identity.guid(), identity.thumbprint())))
                .isZero();

        assertThat(home.resolve("work/line-7")).isNotEmptyDirectory();
        goOn();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void identitiesThatTwoHubsOneAfterTheOtherTookWithThemKeepNoThirdOneFromTheEnd() throws Exception {
        batchIsAtItsEnd();
        dps.nextClose(effect -> {
            effect.run();
            throw new LinkageError("the first hub ends");
        });
        assertThatThrownBy(this::reissue).isInstanceOf(LinkageError.class);
        var first = dps.stored(guid(1)).orElseThrow().thumbprint();
        assertThat(first).isNotEqualTo(ledger.board(1).thumbprint());

        try (var kept = Files.list(home.resolve("work/line-7"))) {
            for (var file : kept.toList()) {
                Files.delete(file);
            }
        }
        start(TestIdentities.watched(TestIdentities.clear(home), () -> {
            throw new LinkageError("the second hub ends before it has kept its own");
        }));
        assertThatThrownBy(this::goOn).isInstanceOf(LinkageError.class);

        start(TestIdentities.clear(home));
        goOn();

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger.board(1).thumbprint()).isNotEqualTo(first).isEqualTo(delivered());
        assertThat(dps.stored(guid(1)).orElseThrow().thumbprint())
                .isEqualTo(ledger.board(1).thumbprint());
    }

    /** A crash before and after everything that is asked of DPS or the disk; then the hub starts again. */
    @Test
    void crashAtAnyMomentEndsAsIfThereHadBeenNone() throws Exception {
        var moment = 0;
        var crashed = true;
        while (crashed) {
            ledger.close();
            open(Files.createDirectories(data.resolve("crash-" + ++moment)));
            batchIsAtItsEnd();
            var before = ledger.board(1).thumbprint();
            crashed = crashesAt(moment);
            start(TestIdentities.clear(home));
            goOn();

            var board = ledger.board(1);
            assertThat(board.state()).as("moment " + moment).isEqualTo(BoardState.ENROLLED);
            assertThat(board.thumbprint()).isNotEqualTo(before).isEqualTo(delivered());
            assertThat(dps.stored(guid(1)).orElseThrow().thumbprint()).isEqualTo(board.thumbprint());
            assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
            assertThat(home.resolve("work/line-7")).isEmptyDirectory();
            assertThat(ledger.notes("board.reissued")).hasSize(1);
        }
        assertThat(moment).isGreaterThan(8);
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
        try {
            reissue();
            return false;
        } catch (LinkageError end) {
            return true;
        } finally {
            dps.watch(() -> {});
        }
    }
}
