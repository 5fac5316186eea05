package dev.caravan.story;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("full")
class KillIT {

    private static final int ROWS = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Random random = new Random(20_261_123);

    @Test
    void hubKilledTwiceInTheMiddleOfABatchEndsItAsIfNothingHadHappened() throws Exception {
        var sheet = Sheets.random(ROWS, 11);
        try (var scene = Scene.open(KillIT.class)) {
            var folder = scene.prepareHub("hub");
            folder.drop("killed.csv", sheet.text());
            var first = killAt(scene, folder, 200 + random.nextInt(ROWS / 3));
            var second = killAt(scene, folder, first + 1 + random.nextInt(ROWS / 3));
            assertThat(second).isGreaterThan(first);

            try (var hub = scene.startHub(folder, Patient.SETTINGS)) {
                Outcome.mustBeWhole(scene, hub, "killed", sheet, LIMIT);
            }
        }
    }

    /** Starts a hub and kills it when DPS has so many boards; the batch must not be complete by then. */
    private int killAt(Scene scene, HubFolder folder, int boards) {
        try (var hub = scene.startHub(folder, Patient.SETTINGS)) {
            Eventually.holds(boards + " boards in DPS", LIMIT, () -> enrolled(scene) >= boards);
            hub.program().kill();
            assertThat(folder.outbox("killed").resolve("summary.json")).doesNotExist();
            return enrolled(scene);
        }
    }

    private static int enrolled(Scene scene) {
        return scene.azure()
                .control()
                .summary()
                .path("enrollments")
                .path("disabled")
                .asInt();
    }
}
