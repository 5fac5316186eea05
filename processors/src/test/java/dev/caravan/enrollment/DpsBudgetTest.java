package dev.caravan.enrollment;

import java.time.Duration;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import dev.caravan.enrollment.Dps.Precedence;

import static org.assertj.core.api.Assertions.assertThat;

class DpsBudgetTest {

    private final Watch watch = new Watch();
    private final DpsBudget budget = new DpsBudget(60, watch, watch, new WatchMeter(watch));

    @Test
    void bulkCallsKeepToTheQuota() {
        for (var call = 0; call < 61; call++) {
            budget.take(Precedence.BULK);
        }

        assertThat(Duration.between(Watch.START, watch.instant()))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    }

    @Test
    void activationsDoNotWaitAndLeaveTheWaitToTheBulkBehindThem() {
        for (var call = 0; call < 5; call++) {
            budget.take(Precedence.ACTIVATION);
        }
        assertThat(watch.waits()).isEmpty();

        budget.take(Precedence.BULK);

        assertThat(Duration.between(Watch.START, watch.instant()))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void throttledServicePausesBulkAndNoActivation() {
        budget.pauseUntil(Watch.START.plusSeconds(40));
        budget.pauseUntil(Watch.START.plusSeconds(10));

        budget.take(Precedence.ACTIVATION);
        assertThat(watch.waits()).isEmpty();

        budget.take(Precedence.BULK);
        assertThat(watch.waits().get(0)).isEqualTo(Duration.ofSeconds(40));
    }

    private record WatchMeter(Watch watch) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return Duration.between(Watch.START, watch.instant()).toNanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
