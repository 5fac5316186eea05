package dev.caravan.hub.access;

import java.time.Duration;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BucketsTest {

    private long nanos;

    private final TimeMeter time = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    @Test
    void tenSecondsWorthMayComeAtOnceAndThenAsManyASecondAsAreAllowed() {
        var buckets = new Buckets(2, 10, time);
        for (var request = 0; request < 20; request++) {
            assertThat(buckets.draw("a")).isEmpty();
        }

        assertThat(buckets.draw("a")).contains(Duration.ofMillis(500));
        nanos += Duration.ofMillis(499).toNanos();
        assertThat(buckets.draw("a")).isPresent();
        nanos += Duration.ofMillis(1).toNanos();
        assertThat(buckets.draw("a")).isEmpty();
        assertThat(buckets.draw("b")).isEmpty();
    }

    @Test
    void whoHasNotAskedForLongestIsForgottenWhenThereAreTooMany() {
        var buckets = new Buckets(1, 2, time);
        for (var request = 0; request < 10; request++) {
            buckets.draw("a");
            buckets.draw("b");
        }
        assertThat(buckets.draw("a")).isPresent();

        buckets.draw("c");

        assertThat(buckets.draw("a")).isPresent();
        assertThat(buckets.draw("b")).isEmpty();
    }
}
