package dev.caravan.enrollment;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.caravan.enrollment.Dps.Precedence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DpsBudgetTest {

    private final Watch watch = new Watch();
    private final DpsBudget budget = new DpsBudget(60, 20, watch, watch::nanoTime, watch);

    @Test
    void bulkCallsKeepToTheQuotaFromTheFirstOn() {
        calls(60);

        assertThat(elapsed()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void callThatCountsByItsItemsWaitsForAsManyTokens() {
        budget.take(Precedence.BULK, 10);
        budget.take(Precedence.BULK, 10);

        assertThat(elapsed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(21));
    }

    @Test
    void reconciliationTakesNoMoreThanItsShareAndLeavesTheRestToBulk() {
        for (var call = 0; call < 12; call++) {
            budget.take(Precedence.RECONCILIATION, 1);
        }

        assertThat(elapsed()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
        var from = watch.instant();
        calls(10);
        assertThat(Duration.between(from, watch.instant()))
                .as("what reconciliation did not take was kept for the bulk, as far as a bucket keeps")
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void looksForFirstBootsTakeNoMoreThanATwentieth() {
        for (var call = 0; call < 6; call++) {
            budget.take(Precedence.FIRST_BOOTS, 1);
        }

        assertThat(elapsed()).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(121));
    }

    @Test
    void hubsThatShareTheQuotaTakeAnEqualPartEachAndTheLastOneTheWhole() {
        budget.sharedBy(2);
        calls(30);
        assertThat(elapsed()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
        var from = watch.instant();
        for (var call = 0; call < 6; call++) {
            budget.take(Precedence.RECONCILIATION, 1);
        }
        assertThat(Duration.between(from, watch.instant())).isBetween(Duration.ofSeconds(49), Duration.ofSeconds(61));

        budget.sharedBy(1);
        from = watch.instant();
        calls(60);
        assertThat(Duration.between(from, watch.instant())).isBetween(Duration.ofSeconds(49), Duration.ofSeconds(61));
    }

    @Test
    void whatWasSlowedDownByThrottlingStaysSoInPartsToo() {
        throttled(0);
        budget.sharedBy(3);
        assertThat(budget.rate()).isEqualTo(18);

        budget.sharedBy(3);
        assertThat(budget.rate()).isEqualTo(18);

        budget.sharedBy(1);
        assertThat(budget.rate()).isEqualTo(54);
    }

    @Test
    void activationDoesNotWaitForTheBulkThatWaits() {
        calls(5);
        var from = watch.instant();

        budget.take(Precedence.ACTIVATION, 1);
        assertThat(Duration.between(from, watch.instant())).isEqualTo(Duration.ofMillis(500));

        calls(1);
        assertThat(Duration.between(from, watch.instant()))
                .as("the bulk behind it waits for both")
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void crowdOfActivationsKeepsToTheQuotaToo() {
        for (var call = 0; call < 60; call++) {
            budget.take(Precedence.ACTIVATION, 1);
        }

        assertThat(elapsed()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @Test
    void throttledServicePausesBulkAndNoActivation() {
        throttled(40);
        throttled(10);

        budget.take(Precedence.ACTIVATION, 1);
        assertThat(elapsed()).isLessThan(Duration.ofSeconds(1));

        assertThatExceptionOfType(DpsException.ComeBackLater.class)
                .isThrownBy(() -> calls(1))
                .withMessage("DPS throttles; goes on at 2026-11-23T10:00:40Z: DPS throttles (429)")
                .satisfies(later -> assertThat(later.pause())
                        .isEqualTo(Duration.ofSeconds(40).minus(elapsed())));
        watch.during(Duration.ofSeconds(40).minus(elapsed()));
        calls(1);
        assertThat(elapsed()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
        assertThat(budget.throttling()).isEmpty();
    }

    @Test
    void shortPauseIsWaitedOut() {
        throttled(5);

        calls(1);

        assertThat(elapsed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void clockThatIsSetBackMakesNoPauseLongerAndIsFollowedByTheWords() {
        throttled(40);

        watch.setBack(Duration.ofHours(1));

        assertThat(budget.throttling().orElseThrow().until())
                .isEqualTo(Watch.START.minus(Duration.ofHours(1)).plusSeconds(40));
        watch.during(Duration.ofSeconds(40));
        calls(1);
        assertThat(watch.waits()).allSatisfy(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(40)));
    }

    @Test
    void throttlingSlowsBulkByATenthOnceHoweverManyCallsWereUnderWay() {
        throttled(30);
        throttled(35);

        assertThat(budget.rate()).isEqualTo(54);

        watch.during(Duration.ofSeconds(35));
        calls(1);
        var from = watch.instant();
        calls(54);
        assertThat(Duration.between(from, watch.instant())).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
    }

    @Test
    void repeatedThrottlingNeverStopsBulkAltogether() {
        for (var times = 0; times < 100; times++) {
            throttled(1);
            watch.during(Duration.ofSeconds(1));
        }

        assertThat(budget.rate()).isEqualTo(6);
    }

    @Test
    void answeredCallsBringTheQuotaBackAndNoMore() {
        throttled(0);
        for (var call = 0; call < 299; call++) {
            budget.answered();
        }
        assertThat(budget.rate()).isLessThan(60);

        for (var call = 0; call < 300; call++) {
            budget.answered();
        }

        assertThat(budget.rate()).isEqualTo(60);
        watch.during(Duration.ofMinutes(1));
        var from = watch.instant();
        calls(70);
        assertThat(Duration.between(from, watch.instant())).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    private void calls(int number) {
        for (var call = 0; call < number; call++) {
            budget.take(Precedence.BULK, 1);
        }
    }

    private void throttled(int seconds) {
        budget.throttled(
                DpsException.ComeBackLater.throttled("DPS throttles (429)", Duration.ofSeconds(seconds), null));
    }

    private Duration elapsed() {
        return Duration.between(Watch.START, watch.instant());
    }
}
