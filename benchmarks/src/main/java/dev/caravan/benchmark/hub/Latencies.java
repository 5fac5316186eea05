package dev.caravan.benchmark.hub;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** How long calls took, each from the moment when it was to be sent. */
final class Latencies {

    private final long[] sorted;
    private final int failed;
    private final @Nullable Throwable failure;
    private final double seconds;

    /**
     * @param nanos of the calls that succeeded
     * @param failed calls that did not
     * @param failure of one of them
     * @param seconds from the first call's moment to the last answer
     */
    Latencies(long[] nanos, int failed, @Nullable Throwable failure, double seconds) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
        this.failed = failed;
        this.failure = failure;
        this.seconds = seconds;
    }

    int failed() {
        return failed;
    }

    /** @param share 0.99 for the time within which 99 of 100 calls were answered */
    double millis(double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        var place = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, place)] / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    String words() {
        return String.format(
                "%,d calls, %.0f/s; ms: p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f; %d failed%s",
                sorted.length,
                sorted.length / seconds,
                millis(0.5),
                millis(0.9),
                millis(0.99),
                millis(0.999),
                millis(1),
                failed,
                failure == null ? "" : ", for instance by " + failure);
    }
}
