package dev.caravan.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Hub;

/** The hub is killed at moments that nobody has chosen, mostly at work, sometimes while it starts. */
@Tag("full")
class RandomKillIT {

    private static final int KILLS = 30;
    private static final int ROWS = 400;
    private static final int KILLS_A_BATCH = 4;
    private static final int LONGEST_WORK_MILLIS = 700;
    private static final int ONE_IN_START = 5;
    private static final int START_MILLIS = 2_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final long seed = Long.getLong("caravan.chaos.seed", 20_261_124L);
    private final Random random = new Random(seed);

    @Test
    void hubKilledAtThirtyRandomMomentsLosesNothingAndDoesNothingTwice() throws Exception {
        System.out.println("RandomKillIT: -Dcaravan.chaos.seed=" + seed);
        var orders = new ArrayList<Order>();
        try (var works = Works.open(RandomKillIT.class)) {
            works.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 100}}""");
            for (var kill = 0; kill < KILLS; kill++) {
                if (kill % KILLS_A_BATCH == 0) {
                    orders.add(Order.random("batch-" + kill, ROWS, random.nextLong()));
                    works.drop(orders.get(orders.size() - 1));
                }
                startAndKill(works);
            }
            works.startHub();
            Truth.mustHold(works, orders, LIMIT);
        }
    }

    private void startAndKill(Works works) {
        try (var program = works.launchHub()) {
            if (random.nextInt(ONE_IN_START) == 0) {
                Works.pass(Duration.ofMillis(random.nextInt(START_MILLIS)));
            } else {
                Hub.ready(program, works.folder());
                Works.pass(Duration.ofMillis(random.nextInt(LONGEST_WORK_MILLIS)));
            }
            program.kill();
        }
    }
}
