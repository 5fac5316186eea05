package dev.caravan.crash;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Scene;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The disk is full in the middle of a batch: for identities, the ledger and the queues at once. */
@Tag("full")
class FullDiskIT {

    private static final int ROWS = 600;
    private static final int MEGABYTES = 64;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FULL_FOR = Duration.ofSeconds(8);

    @Test
    void fullDiskIsSaidAndWhenThereIsRoomAgainTheBatchGoesOnByItself() throws Exception {
        var project = Project.find();
        var root = Scene.freshFolder(project, FullDiskIT.class);
        try (var disk = SmallDisk.mount(root.resolve("disk"), MEGABYTES);
                var works = Works.open(project, root, disk.root().resolve("hub"))) {
            works.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 200}}""");
            works.startHub();
            var order = Order.random("full", ROWS, 5);
            works.drop(order);
            Eventually.holds(
                    "a tenth in DPS", LIMIT, () -> works.azure().control().disabled() >= ROWS / 10);

            disk.fill();
            Eventually.holds(
                    "a word about the disk",
                    LIMIT,
                    () -> saysSo(works.hub().program().stdout()));
            Works.pass(FULL_FOR);
            assertThat(works.hub().program().isAlive()).isTrue();
            disk.makeRoom();

            Truth.mustHold(works, List.of(order), LIMIT);
        }
    }

    private static boolean saysSo(String words) {
        return words.contains("No space left") || words.contains("disk is full");
    }
}
