package dev.caravan.story;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.plant.Azure;
import dev.caravan.story.plant.Hub;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A DPS with its real quota and no patience: hardly a call more than it allows passes, and hardly one less is made. While a
 * batch keeps all of the quota busy, boards of another one are activated as if nothing else was going on. With
 * {@code -Dcaravan.quota.rows=20000} for the four minutes that a large batch takes.
 */
@Tag("full")
@Tag("alone")
class QuotaIT {

    private static final int ROWS = Integer.getInteger("caravan.quota.rows", 2_400);
    private static final int PER_MINUTE = 1_000;
    private static final int ACTIVATIONS = Math.max(20, ROWS / 200);
    private static final Duration LIMIT = Duration.ofMinutes(2 + ROWS / 3_000);
    private static final Duration JUDGED_AFTER = Duration.ofSeconds(ROWS < 4_000 ? 20 : 60);
    private static final List<String> OPERATIONS =
            List.of("bulkEnrollments", "getEnrollment", "putEnrollment", "getRegistration");

    @Test
    void batchUsesTheQuotaAndActivationsGoAheadOfIt() throws Exception {
        var ready = Sheets.random(ACTIVATIONS, 5);
        var sheet = Sheets.random(ROWS, 7);
        try (var scene = Scene.open(QuotaIT.class);
                var hub = scene.startHub(scene.prepareHub("hub"), "--caravan.dps.read-back=sample")) {
            hub.folder().drop("ready.csv", ready.text());
            Outcome.mustBeEnrolled(hub, "ready", ready, LIMIT);
            var from = Instant.now();
            scene.azure().control().quota("""
                    {"limits": {"serviceOperations": {"amount": %d, "seconds": 60, "burst": 20, "queue": 0}}}""".formatted(PER_MINUTE));

            hub.folder().drop("large.csv", sheet.text());
            var estimates = new TreeMap<Instant, Instant>();
            var waits = new ArrayList<Duration>();
            var boards = new ArrayDeque<>(ready.good());
            assertThat(hub.awaitEnd("large", LIMIT, () -> {
                        var enrolled = note(hub, estimates);
                        while (!boards.isEmpty() && enrolled >= ROWS * (waits.size() + 1L) / (ACTIVATIONS + 2)) {
                            waits.add(activate(hub, scene.azure().firstHub(), boards.remove()));
                        }
                    }))
                    .isTrue();
            Outcome.mustBeEnrolled(hub, "large", sheet, LIMIT);

            estimatesMustBeTrue(hub, estimates);
            var calls = requests(scene.azure()).stream()
                    .filter(call -> time(call).isAfter(from))
                    .toList();
            assertThat(calls.stream()
                            .filter(call -> call.path("status").asInt() == 429)
                            .count())
                    .as("calls answered 429 of " + calls.size())
                    .isLessThanOrEqualTo(calls.size() / 100);
            assertThat(perMinute(scene.azure(), calls))
                    .as("calls a minute")
                    .isBetween(0.95 * PER_MINUTE, 1.03 * PER_MINUTE);
            var sorted = waits.stream().sorted().toList();
            assertThat(sorted).hasSize(ACTIVATIONS);
            assertThat(sorted.get(ACTIVATIONS * 99 / 100 - 1))
                    .as("p99 of %s", sorted)
                    .isLessThan(Duration.ofSeconds(1));
            System.out.printf(
                    "QuotaIT: %d rows at %.0f calls a minute, %d of %d calls answered 429, activations p50 %s, p99 %s%n",
                    ROWS,
                    perMinute(scene.azure(), calls),
                    calls.stream()
                            .filter(call -> call.path("status").asInt() == 429)
                            .count(),
                    calls.size(),
                    sorted.get(ACTIVATIONS / 2),
                    sorted.get(ACTIVATIONS * 99 / 100 - 1));
        }
    }

    /** @return how many boards are enrolled */
    private static long note(Hub hub, Map<Instant, Instant> estimates) {
        var batch = hub.api().batch("large").json();
        if (!batch.path("expectedAt").isMissingNode()) {
            estimates.put(Instant.now(), Instant.parse(batch.path("expectedAt").asText()));
        }
        return batch.path("counts").path("enrolled").asLong();
    }

    /** After the first minute, or twenty seconds of a batch that takes less than one, none is off by more than a fifth of all. */
    private static void estimatesMustBeTrue(Hub hub, NavigableMap<Instant, Instant> estimates) {
        var batch = hub.api().batch("large").json();
        var begin = Instant.parse(batch.path("createdAt").asText());
        var end = Instant.parse(batch.path("completedAt").asText());
        var took = Duration.between(begin, end);
        var late = estimates.tailMap(begin.plus(JUDGED_AFTER), true);
        assertThat(late).isNotEmpty();
        assertThat(late.values())
                .allSatisfy(estimate ->
                        assertThat(Duration.between(end, estimate).abs()).isLessThan(took.dividedBy(5)));
    }

    private static Duration activate(Hub hub, String iotHub, String board) {
        var from = System.nanoTime();
        hub.api().activate(board, "{\"iotHub\":\"" + iotHub + "\"}").success();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** From the first call to the last one of the batch: first boots are looked for when it is over too. */
    private static double perMinute(Azure azure, List<JsonNode> calls) {
        var last = stream(azure.control().requests("bulkEnrollments"))
                .map(QuotaIT::time)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var times = calls.stream()
                .map(QuotaIT::time)
                .filter(time -> !time.isAfter(last))
                .sorted()
                .toList();
        return (times.size() - 1)
                * 60_000.0
                / Duration.between(times.get(0), last).toMillis();
    }

    private static Instant time(JsonNode call) {
        return Instant.parse(call.path("time").asText());
    }

    private static List<JsonNode> requests(Azure azure) {
        return OPERATIONS.stream()
                .flatMap(operation -> stream(azure.control().requests(operation)))
                .toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
