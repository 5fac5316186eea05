package dev.caravan.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.secrecy.FlashingStation;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;
import dev.caravan.story.process.NotInTimeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hub is killed right before and right after each step that leaves a trace, on disk, in the ledger or in DPS. A batch
 * is killed several times on its way, each time at the next step, so that each kill also meets what a restart does. Once
 * the flashing station takes what was handed over while the hub is dead: those are delivered ones, and are not made anew.
 */
@Tag("full")
class StepBoundaryIT {

    private static final int ROWS = 200;
    private static final int KILLED = 137;
    private static final Duration LIMIT = Duration.ofSeconds(150);

    private static final List<Moment> TAKEN_AND_READ = List.of(
            Moment.before("ledger.Batches#register", 1),
            Moment.after("ledger.Batches#register", 1),
            Moment.after("batch.Intake#rest", 1),
            Moment.after("ledger.Batches#accept", 2),
            Moment.after("ledger.Batches#rowsRead", 1));

    private static final List<Moment> CERTIFIED = List.of(
            Moment.after("durable.DurableFiles#newPart", 31),
            Moment.before("ledger.Boards#certified", 1),
            Moment.after("ledger.Boards#certified", 1),
            // Done with a stage, and the message to the next one is never sent.
            Moment.after("ledger.Chunks#advance", 1));

    private static final List<Moment> ENROLLED = List.of(
            Moment.before("enrollment.SdkDps#createDisabled", 3),
            Moment.after("enrollment.SdkDps#createDisabled", 3),
            Moment.before("enrollment.SdkDps#find", 4),
            Moment.after("enrollment.SdkDps#find", 4),
            Moment.before("ledger.Boards#settled", 2),
            Moment.after("ledger.Boards#settled", 2));

    private static final List<Moment> HANDED_OVER = List.of(
            Moment.after("ledger.Chunks#deliveryBegins", 1),
            Moment.after("durable.DurableFiles#moveUnsynced", 25),
            Moment.after("custody.IdentityFiles#deliverAll", 2));

    private static final List<Moment> REPORTED = List.of(
            Moment.after("ledger.Chunks#advance", 3),
            Moment.before("batch.BatchReport#write", 1),
            Moment.after("batch.BatchReport#write", 1),
            Moment.after("ledger.Batches#completed", 1));

    private static Works works;
    private static Trap trap;

    @BeforeAll
    static void open() throws IOException {
        works = Works.open(StepBoundaryIT.class);
        works.sealFor(FlashingStation.in(works.root().resolve("station-key")));
        trap = Trap.in(works.root().resolve("trap"));
    }

    @AfterAll
    static void close() throws IOException {
        works.close();
    }

    @Test
    void hubKilledBetweenAnyTwoStepsEndsTheBatchAsIfNothingHadHappened() throws IOException {
        var orders = new ArrayList<Order>();
        orders.add(killed("taken-and-read", TAKEN_AND_READ));
        orders.add(killed("certified", CERTIFIED));
        orders.add(killed("enrolled", ENROLLED));
        orders.add(killedWhileACallIsAnswered());
        orders.add(killed("delivered", HANDED_OVER));
        var outbox = works.folder().root().resolve("outbox");
        var station = works.root().resolve("station");
        moveIdentities(outbox, station);
        assertThat(Identities.in(station).files()).isNotEmpty();
        REPORTED.forEach(StepBoundaryIT::startAndKill);

        works.startHub();
        Truth.awaitEnd(works, orders, LIMIT);
        assertThat(Identities.in(outbox).files())
                .as("delivered after the station came")
                .isNotEmpty();
        moveIdentities(station, outbox);
        Truth.mustHold(works, orders, LIMIT);
    }

    private static Order killed(String batch, List<Moment> moments) {
        var order = Order.random(batch, ROWS, batch.hashCode());
        works.drop(order);
        moments.forEach(StepBoundaryIT::startAndKill);
        return order;
    }

    private static void startAndKill(Moment moment) {
        try (var program = works.launchHub(trap.kill(moment))) {
            assertThat(program.awaitExit(LIMIT))
                    .as(() -> "killed " + moment + ": " + program.stderr())
                    .isEqualTo(KILLED);
        } catch (NotInTimeException never) {
            throw new AssertionError("the hub never came to the moment " + moment, never);
        }
    }

    /** DPS has the boards already, and a word of its answer comes each second. */
    private static Order killedWhileACallIsAnswered() {
        var control = works.azure().control();
        var order = Order.random("unanswered", ROWS, 6);
        var slow = control.addFault("""
                {"operation": "bulkEnrollments", "action": {"type": "slow", "bytes": 1, "pauseMillis": 1000}}""");
        var before = control.disabled();
        works.drop(order);
        try (var program = works.launchHub()) {
            Hub.ready(program, works.folder());
            Eventually.holds("a call that DPS has carried out", LIMIT, () -> control.disabled() > before);
            program.kill();
        }
        assertThat(control.fired(slow)).isPositive();
        control.removeFault(slow);
        return order;
    }

    /** None of them is there already. */
    private static void moveIdentities(Path from, Path to) throws IOException {
        for (var identity : Identities.in(from).files().values()) {
            var target = to.resolve(from.relativize(identity));
            Files.createDirectories(target.getParent());
            Files.move(identity, target);
        }
    }
}
