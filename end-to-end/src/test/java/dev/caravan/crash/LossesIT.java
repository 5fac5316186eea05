package dev.caravan.crash;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Queues, answers, and the service itself are lost in the middle of a batch. */
@Tag("full")
class LossesIT {

    private static final int ROWS = 400;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Works works;

    @BeforeAll
    static void open() throws Exception {
        works = Works.open(LossesIT.class);
        works.startHub();
    }

    @AfterAll
    static void close() throws Exception {
        works.close();
    }

    @BeforeEach
    void forget() {
        works.azure().control().reset();
    }

    @Test
    void queuesThatAreLostWithTheirJournalAreNotMissed() {
        slowDown();
        var order = drop("queues-lost", 1);
        awaitEnrolled(50);

        works.killHub();
        works.deleteJournal();
        works.startHub();

        Truth.mustHold(works, List.of(order), LIMIT);
    }

    @Test
    void serviceThatIsAwayForAWhileIsNamedAndTheBatchGoesOnWhenItIsBack() {
        slowDown();
        var order = drop("service-away", 2);
        awaitEnrolled(50);

        works.cable().cut();
        Eventually.holds("the trouble in the batch status", LIMIT, () -> works.hub()
                .api()
                .batch(order.batch())
                .json()
                .path("problems")
                .toString()
                .contains("DPS"));
        Eventually.holds("the outage in health", LIMIT, () -> health().equals("DOWN"));
        works.cable().mend();

        Truth.mustHold(works, List.of(order), LIMIT);
        assertThat(health()).isEqualTo("UP");
    }

    @Test
    void callsThatAreCarriedOutAndNotAnsweredEnrollNoBoardTwice() {
        var fault = works.azure().control().addFault("""
                {"operation": "bulkEnrollments", "every": 4, "times": 8, "action": {"type": "drop", "when": "after"}}""");

        var order = drop("answers-lost", 3);

        Truth.mustHold(works, List.of(order), LIMIT);
        assertThat(works.azure().control().fired(fault)).isEqualTo(8);
    }

    /** Of the part that watches DPS. */
    private static String health() {
        return works.hub()
                .api()
                .withoutKey("/actuator/health")
                .json()
                .at("/components/dps/status")
                .asText();
    }

    private static Order drop(String batch, long seed) {
        var order = Order.random(batch, ROWS, seed);
        works.drop(order);
        return order;
    }

    private static void slowDown() {
        works.azure().control().addFault("""
                {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 200}}""");
    }

    private static void awaitEnrolled(int boards) {
        Eventually.holds(
                boards + " boards in DPS", LIMIT, () -> works.azure().control().disabled() >= boards);
    }
}
