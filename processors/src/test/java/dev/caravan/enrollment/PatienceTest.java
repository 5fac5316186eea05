package dev.caravan.enrollment;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PatienceTest {

    private final Watch watch = new Watch();
    private final Patience patience = new Patience(10, watch, new Random(7), watch);

    @Test
    void pausesDoubleWithJitterUntilTheyAreLongEnough() {
        assertThatExceptionOfType(DpsException.Unreachable.class)
                .isThrownBy(() -> patience.with(() -> {
                    throw new DpsException.Unreachable("no", new Exception());
                }));

        var longest = List.of(200, 400, 800, 1600, 3200, 6400, 12800, 12800, 12800);
        assertThat(watch.waits()).hasSize(longest.size());
        for (var index = 0; index < longest.size(); index++) {
            assertThat(watch.waits().get(index))
                    .isBetween(Duration.ofMillis(longest.get(index) / 2), Duration.ofMillis(longest.get(index)));
        }
    }

    @Test
    void instantThatIsOverIsNotWaitedFor() {
        var answers = new ArrayDeque<Runnable>(List.of(
                () -> {
                    throw DpsException.ComeBackLater.throttled("later", Watch.START.minusSeconds(1), new Exception());
                },
                () -> {}));

        patience.with(() -> {
            answers.remove().run();
            return "done";
        });

        assertThat(watch.waits()).isEmpty();
    }

    @Test
    void workThatNobodyWaitsForOutlastsAServiceThatIsLeftAlone() {
        var answers = new ArrayDeque<Runnable>(List.of(
                () -> {
                    throw new DpsException.Down("down", Watch.START.plusSeconds(15));
                },
                () -> {}));

        patience.outlasting(() -> {
            answers.remove().run();
            return "done";
        });

        assertThat(watch.waits()).containsExactly(Duration.ofSeconds(15));
        assertThatExceptionOfType(DpsException.Down.class)
                .isThrownBy(() -> patience.outlasting(() -> {
                    throw new DpsException.Down("down", watch.instant().plusSeconds(15));
                }));
        assertThat(watch.waits()).as("ten times in vain").hasSize(1 + 9);
    }

    @Test
    void whatRepeatingCannotHelpIsNotRepeated() {
        for (var failure : List.of(
                new DpsException.Refused("no", new Exception()),
                new DpsException.AccessDenied("no", new Exception()),
                new DpsException.ChangedMeanwhile("no", new Exception()))) {
            assertThatExceptionOfType(DpsException.class)
                    .isThrownBy(() -> patience.with(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
        assertThat(watch.waits()).isEmpty();
    }
}
