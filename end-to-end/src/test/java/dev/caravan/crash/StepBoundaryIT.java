package dev.caravan.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.evidence.Report;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub is killed right before and right after each step that leaves a trace, on disk, in the ledger or in DPS. */
@Tag("full")
class StepBoundaryIT {

    private static final int ROWS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int KILLED = 137;
    private static final String[] SETTINGS = Stream.concat(
                    Stream.of(Patient.SETTINGS), Stream.of("--caravan.chunk-rows=20"))
            .toArray(String[]::new);

    private static final List<Moment> MOMENTS = List.of(
            Moment.after("ledger.Batches#register", 1),
            Moment.after("batch.Intake#rest", 1),
            Moment.before("ledger.Batches#accept", 2),
            Moment.after("ledger.Batches#accept", 2),
            Moment.after("ledger.Batches#rowsRead", 1),
            Moment.after("durable.DurableFiles#writeUnsynced", 31),
            Moment.after("custody.IdentityFiles#keepAll", 2),
            Moment.after("ledger.Boards#certified", 2),
            Moment.before("enrollment.SdkDps#createDisabled", 3),
            Moment.after("enrollment.SdkDps#createDisabled", 3),
            Moment.before("enrollment.SdkDps#find", 4),
            Moment.after("enrollment.SdkDps#find", 4),
            Moment.before("ledger.Boards#settled", 3),
            Moment.after("ledger.Boards#settled", 3),
            Moment.after("ledger.Chunks#deliveryBegins", 2),
            Moment.after("durable.DurableFiles#moveUnsynced", 25),
            Moment.after("custody.IdentityFiles#deliverAll", 2),
            Moment.after("batch.BatchReport#write", 1),
            Moment.after("ledger.Batches#completed", 1));

    /** A batch, and the moment in it at which the hub was killed. */
    private record Killed(Moment moment, String batch, BatchSheet sheet) {}

    @Test
    void hubKilledBetweenAnyTwoStepsEndsTheBatchAsIfNothingHadHappened() throws Exception {
        try (var scene = Scene.open(StepBoundaryIT.class)) {
            var folder = scene.prepareHub("hub");
            var trap = Trap.in(scene.folder().resolve("trap"));
            Killed last = null;
            for (var moment : MOMENTS) {
                last = killAt(scene, folder, trap, moment, last);
            }
            try (var hub = scene.startHub(folder, SETTINGS)) {
                mustBeWhole(scene, hub, last);
            }
        }
    }

    @Test
    void identitiesThatTheStationTakesWhileTheHubIsDeadAreDelivered() throws Exception {
        try (var scene = Scene.open(StepBoundaryIT.class)) {
            var folder = scene.prepareHub("hub");
            var trap = Trap.in(scene.folder().resolve("trap"));
            var killed = killAt(scene, folder, trap, Moment.after("custody.IdentityFiles#deliverAll", 2), null);
            var station = Files.createDirectories(scene.folder().resolve("station"));
            takeAll(folder.outbox(killed.batch()), station);

            try (var hub = scene.startHub(folder, SETTINGS)) {
                assertThat(hub.awaitEnd(killed.batch(), LIMIT, () -> {})).isTrue();
            }

            takeAll(folder.outbox(killed.batch()), station);
            Report.read(folder.outbox(killed.batch())).mustAnswer(killed.sheet());
            assertThat(Identities.in(station).files()).hasSize(ROWS);
        }
    }

    /** Starts the hub, waits for the end of the batch before, drops the next one and lets the hub run into the trap. */
    private static Killed killAt(Scene scene, HubFolder folder, Trap trap, Moment moment, @Nullable Killed before) {
        var batch = "batch-" + MOMENTS.indexOf(moment);
        var sheet = Sheets.random(ROWS, batch.hashCode());
        try (var program = Hub.launch(scene.project(), folder, scene.logs(), trap.option(moment), SETTINGS)) {
            var hub = Hub.ready(program, folder);
            if (before != null) {
                mustBeWhole(scene, hub, before);
                scene.azure().control().reset();
            }
            trap.arm();
            folder.drop(batch + ".csv", sheet.text());
            assertThat(program.awaitExit(LIMIT)).as("killed " + moment).isEqualTo(KILLED);
        }
        return new Killed(moment, batch, sheet);
    }

    private static void mustBeWhole(Scene scene, Hub hub, Killed killed) {
        try {
            Outcome.mustBeWhole(scene, hub, killed.batch(), killed.sheet(), LIMIT);
        } catch (RuntimeException | AssertionError untrue) {
            throw new AssertionError("after the hub was killed " + killed.moment(), untrue);
        }
    }

    private static void takeAll(Path outbox, Path station) throws IOException {
        for (var identity : Identities.in(outbox).files().values()) {
            Files.move(identity, station.resolve(identity.getFileName()));
        }
    }
}
