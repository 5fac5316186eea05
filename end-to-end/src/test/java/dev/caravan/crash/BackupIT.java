package dev.caravan.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub's data and work folders are lost in the middle of a batch, and come back from a backup that was taken meanwhile. */
@Tag("full")
class BackupIT {

    private static final int ROWS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void batchOfWhichABackupWasTakenInTheMiddleEndsAfterARestore() throws Exception {
        try (var works = Works.open(BackupIT.class)) {
            works.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "skip": 5, "action": {"type": "delay", "millis": 5000}}""");
            works.startHub();
            var order = Order.random("cut-off", ROWS, 30);
            works.drop(order);
            Eventually.holds("a batch in the middle of its enrollment", LIMIT, () -> isInTheMiddle(works, order));
            var backups = works.root().resolve("backups");
            mustSucceed(works, "backup", backups.toString());
            assertThat(isInTheMiddle(works, order)).as("in the middle still").isTrue();

            works.killHub();
            for (var lost : List.of("data", "work")) {
                Files.move(works.folder().root().resolve(lost), works.root().resolve(lost + "-lost"));
            }
            mustSucceed(works, "restore", only(backups).toString());
            works.azure().control().clearFaults();
            works.startHub();

            Truth.mustHold(works, List.of(order), LIMIT);
            mustSucceed(works, "reconcile");
        }
    }

    /** All boards have their certificate, some are enrolled, and some are not. */
    private static boolean isInTheMiddle(Works works, Order order) {
        var status = works.hub().api().batch(order.batch()).json();
        return status.path("state").asText().equals("WORKING")
                && status.at("/counts/certified").asInt() > 0
                && status.at("/counts/enrolled").asInt() > 0
                && status.at("/counts/accepted").asInt() == 0;
    }

    private static void mustSucceed(Works works, String... arguments) {
        try (var command = works.command(arguments)) {
            assertThat(command.awaitExit(LIMIT))
                    .as(() -> command.stdout() + command.stderr())
                    .isZero();
        }
    }

    private static Path only(Path folder) {
        assertThat(HubFolder.names(folder)).hasSize(1);
        return folder.resolve(HubFolder.names(folder).get(0));
    }
}
