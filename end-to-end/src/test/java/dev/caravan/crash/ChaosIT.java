package dev.caravan.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Everything that can go wrong goes wrong, several things at once, again and again; {@code caravan.chaos.minutes} long. */
@Tag("full")
class ChaosIT {

    private static final int MOST_BATCHES = 3;
    private static final int MOST_ROWS = 400;
    private static final int MOST_MISHAPS = 6;
    private static final int LONGEST_CALM_MILLIS = 800;
    private static final int MEGABYTES = 48;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final double MILLIS_A_MINUTE = 60_000;

    private final long seed = Long.getLong("caravan.chaos.seed", 4_711L);
    private final double minutes = Double.parseDouble(System.getProperty("caravan.chaos.minutes", "3"));
    private final Random random = new Random(seed);
    private final Map<Mishap, Integer> happened = new EnumMap<>(Mishap.class);

    @Test
    void whateverHappensInWhateverOrderNoBoardIsLostAndNoneEnrolledTwice() throws Exception {
        System.out.println("ChaosIT: -Dcaravan.chaos.seed=" + seed + " -Dcaravan.chaos.minutes=" + minutes);
        try (var works = Works.open(ChaosIT.class)) {
            works.mountForIdentities(MEGABYTES);
            works.startHub();
            var end = System.nanoTime()
                    + Duration.ofMillis((long) (minutes * MILLIS_A_MINUTE)).toNanos();
            var rounds = 0;
            var boards = 0;
            do {
                boards += round(works, ++rounds);
            } while (System.nanoTime() < end);
            System.out.println("ChaosIT: " + rounds + " rounds, " + boards + " boards, " + happened);
        }
    }

    /** @return how many boards it had */
    private int round(Works works, int number) {
        var orders = new ArrayList<Order>();
        var mishaps = new ArrayList<Mishap>();
        try {
            for (var batch = random.nextInt(MOST_BATCHES); batch >= 0; batch--) {
                var rows = 1 + random.nextInt(MOST_ROWS);
                orders.add(Order.random("round-" + number + "-" + batch, rows, random.nextLong()));
            }
            orders.forEach(works::drop);
            for (var left = random.nextInt(MOST_MISHAPS); left >= 0; left--) {
                Works.pass(Duration.ofMillis(random.nextInt(LONGEST_CALM_MILLIS)));
                var mishap = Mishap.values()[random.nextInt(Mishap.values().length)];
                mishaps.add(mishap);
                happened.merge(mishap, 1, Integer::sum);
                mishap.happenTo(works, random);
            }
            works.azure().control().clearFaults();
            retryParked(works, orders, mishaps.contains(Mishap.BOARDS_REFUSED));
            Truth.mustHold(works, orders, LIMIT);
            works.azure().control().reset();
            orders.forEach(works::clearOutbox);
            return orders.stream()
                    .mapToInt(order -> order.sheet().rows().size())
                    .sum();
        } catch (RuntimeException | AssertionError untrue) {
            throw new AssertionError("seed " + seed + ", round " + number + ": " + mishaps, untrue);
        }
    }

    /** Nobody is needed but for boards that DPS has refused for good. */
    private static void retryParked(Works works, List<Order> orders, boolean refused) {
        Truth.awaitEnd(works, orders, LIMIT);
        for (var order : orders) {
            var batch = works.hub().api().batch(order.batch());
            if (batch.json().path("counts").has("parked")) {
                assertThat(refused).as("parked without need: " + batch.text()).isTrue();
                works.retry(order.batch());
            }
        }
    }
}
