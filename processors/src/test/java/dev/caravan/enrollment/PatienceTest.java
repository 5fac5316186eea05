package dev.caravan.enrollment;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PatienceTest {

    private int checks;
    private final Watch watch = new Watch();
    private final Patience patience = new Patience(10, new Random(7), watch);

    @Test
    void pausesDoubleWithJitterUntilTheyAreLongEnough() {
        assertThatExceptionOfType(DpsException.Unreachable.class)
                .isThrownBy(() -> patience.with(() -> checks++, () -> {
                    throw new DpsException.Unreachable("no", new Exception());
                }));

        var longest = List.of(200, 400, 800, 1600, 3200, 6400, 12800, 12800, 12800);
        var pauses = pauses();
        assertThat(pauses).hasSize(longest.size());
        for (var index = 0; index < longest.size(); index++) {
            assertThat(pauses.get(index))
                    .isBetween(Duration.ofMillis(longest.get(index) / 2), Duration.ofMillis(longest.get(index)));
        }
    }

    @Test
    void pauseOfNothingIsNotWaitedFor() {
        var answers = new ArrayDeque<Runnable>(List.of(
                () -> {
                    throw DpsException.ComeBackLater.throttled("later", Duration.ZERO, new Exception());
                },
                () -> {}));

        patience.with(() -> checks++, () -> {
            answers.remove().run();
            return "done";
        });

        assertThat(watch.waits()).isEmpty();
    }

    @Test
    void workThatNobodyWaitsForOutlastsAServiceThatIsLeftAlone() {
        var answers = new ArrayDeque<Runnable>(List.of(
                () -> {
                    throw new DpsException.Down("down", Duration.ofSeconds(15));
                },
                () -> {}));

        patience.outlasting(() -> {
            answers.remove().run();
            return "done";
        });

        assertThat(watch.waits()).containsExactly(Duration.ofSeconds(15));
        assertThatExceptionOfType(DpsException.Down.class)
                .isThrownBy(() -> patience.outlasting(() -> {
                    throw new DpsException.Down("down", Duration.ofSeconds(15));
                }));
        assertThat(watch.waits()).as("ten times in vain").hasSize(1 + 9);
    }

    /** The waits, with those joined that were cut only to look after the claim. */
    private List<Duration> pauses() {
        var pauses = new ArrayList<Duration>();
        var cut = Duration.ZERO;
        for (var wait : watch.waits()) {
            if (wait.equals(Duration.ofSeconds(10))) {
                cut = cut.plus(wait);
            } else {
                pauses.add(cut.plus(wait));
                cut = Duration.ZERO;
            }
        }
        return pauses;
    }

    @Test
    void claimIsLookedAfterWhileDpsIsWaitedForAndEndsTheWaitWhenItIsLost() {
        var tries = new ArrayDeque<String>(List.of("first"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> patience.with(
                        () -> {
                            if (watch.waits().size() == 12) {
                                throw new IllegalStateException("lost");
                            }
                            checks++;
                        },
                        () -> {
                            tries.remove();
                            throw DpsException.ComeBackLater.throttled("later", Duration.ofMinutes(5), null);
                        }));

        assertThat(watch.waits()).hasSize(12).containsOnly(Duration.ofSeconds(10));
        assertThat(checks).isEqualTo(12);
    }

    @Test
    void whatRepeatingCannotHelpIsNotRepeated() {
        for (var failure : List.of(
                new DpsException.Refused("no", new Exception()),
                new DpsException.AccessDenied("no", new Exception()),
                new DpsException.ChangedMeanwhile("no", new Exception()))) {
            assertThatExceptionOfType(DpsException.class)
                    .isThrownBy(() -> patience.with(() -> checks++, () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
        assertThat(watch.waits()).isEmpty();
    }
}
