package dev.caravan.crash;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The clock of the factory server is wrong by an hour, and put right, in the middle of a batch. */
@Tag("full")
class WrongClockIT {

    private static final int ROWS = 300;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Far less than the lease of a chunk, and than any pause that would be an hour too long. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static Works works;
    private static WrongClock clock;

    @BeforeAll
    static void open() throws IOException {
        works = Works.open(WrongClockIT.class);
        clock = WrongClock.in(works.root());
        works.goBy(clock);
        works.azure().control().addFault("""
                {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 500}}""");
    }

    @AfterAll
    static void close() throws IOException {
        works.close();
    }

    @Test
    void clockThatJumpsByAnHourWhileTheHubWorksHoldsNothingUpAndDoublesNothing() {
        clock.runAheadBy(HOUR);
        works.startHub();

        var first = Order.random("set-back", ROWS, 1);
        works.drop(first);
        awaitEnrolled(50);
        works.cable().cut();
        awaitChunkThatIsPutAside(first);
        assertThat(clockInHealth()).isEqualTo("WRONG");
        var before = hubTime();
        clock.runAheadBy(Duration.ZERO);
        Eventually.holds(
                "the hub sees its clock set back", LIMIT, () -> hubTime().isBefore(before.minus(HOUR.dividedBy(2))));
        assertThat(clockInHealth()).isEqualTo("UP");
        var second = Order.random("dropped-after-it", ROWS, 2);
        works.drop(second);
        works.cable().mend();
        awaitEnrolled(ROWS + 50);
        clock.runAheadBy(HOUR);

        Truth.mustHold(works, List.of(first, second), LIMIT);
    }

    /** Until a moment that is an hour away when the clock is set back. */
    private static void awaitChunkThatIsPutAside(Order order) {
        Eventually.holds("trouble in the status of " + order.batch(), LIMIT, () -> !works.hub()
                .api()
                .batch(order.batch())
                .json()
                .path("problems")
                .isEmpty());
    }

    private static String clockInHealth() {
        return works.hub()
                .api()
                .withoutKey("/actuator/health")
                .json()
                .at("/components/clock/status")
                .asText();
    }

    private static Instant hubTime() {
        var headers = works.hub().api().withoutKey("/actuator/health").headers();
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                headers.firstValue("Date").orElseThrow(), Instant::from);
    }

    private static void awaitEnrolled(int boards) {
        Eventually.holds(
                boards + " boards in DPS", LIMIT, () -> works.azure().control().disabled() >= boards);
    }
}
