package dev.caravan.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Scene;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** A disk is full in the middle of a batch: the one of the identities, or the one of ledger and queues. */
@Tag("full")
class FullDiskIT {

    private static final int ROWS = 300;
    private static final int MEGABYTES = 48;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration FULL_FOR = Duration.ofSeconds(3);

    private static SmallDisk data;
    private static SmallDisk identities;
    private static Works works;
    private static Trap trap;

    @BeforeAll
    static void open() throws IOException {
        var project = Project.find();
        var root = Scene.freshFolder(project, FullDiskIT.class);
        data = SmallDisk.mount(root.resolve("hub/data"), MEGABYTES);
        works = Works.open(project, root, root.resolve("hub"));
        identities = works.mountForIdentities(MEGABYTES).orElseThrow();
        trap = Trap.in(root.resolve("trap"));
    }

    @AfterAll
    static void close() throws IOException {
        if (works != null) {
            works.close();
            data.close();
        }
    }

    @AfterEach
    void stopHub() {
        works.stopHub();
    }

    @Test
    void noRoomForIdentitiesIsSaidInTheBatchStatusAndTheBatchGoesOnByItself() {
        var order = fullAt(identities, Moment.before("custody.IdentityFiles#keepAll", 2));

        Eventually.holds(
                "a word about the disk", LIMIT, () -> status(order, "problems").contains("No space left"));
        Works.pass(FULL_FOR);
        assertThat(works.hub().program().isAlive()).isTrue();
        identities.makeRoom();

        Truth.mustHold(works, List.of(order), LIMIT);
    }

    @Test
    void noRoomForTheLedgerIsSaidInTheBatchStatusAndTheBatchGoesOnByItself() {
        var order = fullAt(data, Moment.before("ledger.Boards#settled", 4));

        Eventually.holds(
                "a word about the disk",
                LIMIT,
                () -> saysSo(works.hub().program().stdout()));
        Works.pass(FULL_FOR);
        assertThat(works.hub().program().isAlive()).isTrue();
        data.makeRoom();

        Truth.mustHold(works, List.of(order), LIMIT);
        assertThat(status(order, "lastProblem"))
                .satisfies(words -> assertThat(saysSo(words)).as(words).isTrue());
    }

    /** The hub stands still at the moment, and finds the disk full when it goes on. */
    private static Order fullAt(SmallDisk disk, Moment moment) {
        works.azure().control().reset();
        works.startHub(trap.pause(moment));
        var order = Order.random("full-" + moment.method(), ROWS, moment.hashCode());
        works.drop(order);
        works.hub().program().awaitPause(LIMIT);
        disk.fill();
        works.hub().program().resume();
        return order;
    }

    private static String status(Order order, String field) {
        return works.hub().api().batch(order.batch()).success().path(field).toString();
    }

    private static boolean saysSo(String words) {
        return words.contains("No space left") || words.contains("disk is full");
    }
}
