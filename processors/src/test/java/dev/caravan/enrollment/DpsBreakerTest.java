package dev.caravan.enrollment;

import java.time.Duration;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DpsBreakerTest {

    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final Exception CAUSE = new Exception();
    private static final Supplier<String> UNREACHABLE = () -> {
        throw new DpsException.Unreachable("DPS x cannot be reached: no route", CAUSE);
    };
    private static final Supplier<String> NO_ANSWER = () -> {
        throw new DpsException.UnknownOutcome("DPS gave no answer", CAUSE);
    };

    private final Watch watch = new Watch();
    private final DpsBreaker breaker = new DpsBreaker(PAUSE, watch, watch::nanoTime);
    private int calls;

    @Test
    void serviceThatIsDownIsLeftAloneAndTheOperatorToldSinceWhenAndUntilWhen() {
        fail(9, UNREACHABLE);
        assertThat(breaker.outage()).isEmpty();

        fail(1, NO_ANSWER);

        assertThatExceptionOfType(DpsException.Down.class)
                .isThrownBy(this::succeed)
                .withMessage("DPS is left alone until 2026-11-23T10:00:15Z, because it has been failing since"
                        + " 2026-11-23T10:00:00Z: DPS gave no answer")
                .satisfies(down -> assertThat(down.pause()).isEqualTo(PAUSE));
        assertThat(calls).isZero();
        assertThat(breaker.outage()).isPresent();
    }

    @Test
    void oneCallAfterThePauseFindsOutThatItIsBack() {
        fail(10, UNREACHABLE);
        watch.during(PAUSE.plusMillis(1));

        succeed();
        succeed();

        assertThat(calls).isEqualTo(2);
        assertThat(breaker.outage()).isEmpty();
    }

    @Test
    void oneCallAfterThePauseFindsOutThatItIsNotBackAndTheOutageGoesOn() {
        fail(10, UNREACHABLE);
        watch.during(PAUSE.plusMillis(1));

        fail(1, NO_ANSWER);

        assertThatExceptionOfType(DpsException.Down.class).isThrownBy(this::succeed);
        var outage = breaker.outage().orElseThrow();
        assertThat(outage.since()).isEqualTo(Watch.START);
        assertThat(outage.nextTry()).isEqualTo(watch.instant().plus(PAUSE));
    }

    @Test
    void serviceThatAnswersEveryFifthCallIsThere() {
        for (var round = 0; round < 10; round++) {
            fail(4, UNREACHABLE);
            succeed();
        }

        assertThat(calls).isEqualTo(10);
    }

    @Test
    void refusedAndThrottledCallsAreAnswers() {
        fail(20, () -> {
            throw new DpsException.Refused("no", CAUSE);
        });
        fail(20, () -> {
            throw DpsException.ComeBackLater.throttled("429", PAUSE, CAUSE);
        });

        succeed();

        assertThat(breaker.outage()).isEmpty();
    }

    @Test
    void clockThatIsSetBackKeepsNobodyFromAskingAgain() {
        fail(10, UNREACHABLE);
        watch.setBack(Duration.ofHours(1));

        assertThatExceptionOfType(DpsException.Down.class).isThrownBy(breaker::check);
        assertThat(breaker.outage().orElseThrow().nextTry())
                .isEqualTo(watch.instant().plus(PAUSE));
        watch.during(PAUSE.plusMillis(1));
        breaker.check();
        succeed();

        assertThat(breaker.outage()).isEmpty();
    }

    @Test
    void deniedAccessIsLeftAloneAtOnceAndTriedAgainWithOneCall() {
        Supplier<String> denied = () -> {
            throw new DpsException.AccessDenied("DPS does not accept the hub's credentials (401)", CAUSE);
        };
        succeed();

        fail(1, denied);
        assertThatExceptionOfType(DpsException.Down.class)
                .isThrownBy(this::succeed)
                .withMessageEndingWith(": DPS does not accept the hub's credentials (401)");
        watch.during(PAUSE.plusMillis(1));
        fail(1, denied);

        assertThatExceptionOfType(DpsException.Down.class).isThrownBy(this::succeed);
        watch.during(PAUSE.plusMillis(1));
        succeed();
        assertThat(breaker.outage()).isEmpty();
    }

    @Test
    void serviceInTroubleIsDown() {
        fail(10, () -> {
            throw DpsException.ComeBackLater.inTrouble("503", PAUSE, CAUSE);
        });

        assertThatExceptionOfType(DpsException.Down.class).isThrownBy(this::succeed);
    }

    @Test
    void callThatTheHubItselfBreaksOffDecidesNothing() {
        fail(10, UNREACHABLE);
        watch.during(PAUSE.plusMillis(1));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> breaker.guard(() -> {
                    throw new IllegalStateException("stopping");
                }));

        succeed();

        assertThat(breaker.outage()).isEmpty();
    }

    private void succeed() {
        breaker.guard(() -> ++calls);
    }

    private void fail(int times, Supplier<String> call) {
        for (var time = 0; time < times; time++) {
            assertThatExceptionOfType(DpsException.class)
                    .isThrownBy(() -> breaker.guard(call))
                    .isNotInstanceOf(DpsException.Down.class);
        }
    }
}
