package dev.caravan.enrollment;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the hub talks to DPS ({@code caravan.dps} in the configuration).
 *
 * @param connectionStringFile file that holds the service connection string, and nothing else
 * @param clients calls of batches under way at once, 1 to 32, and as many of activations: one client of the SDK serialises
 *     its calls
 * @param operationsPerMinute the service's quota, for all that the hubs of this ledger ask of it
 * @param bulkCountsAs how the service counts a bulk call against that quota
 * @param reconciliationPercent most of that quota that reconciliation and adoption take, 1 to 100
 * @param throttlePause how long to wait after 429 without Retry-After, at most 150 s; up to twice as long is waited, by
 *     chance
 * @param attempts tries of one call before its chunk is put aside, 1 to 100
 * @param deferral how long a chunk is put aside, at most 1 h
 * @param outagePause how long a service that is down is left alone before the next try, at most 1 h
 * @param connectTimeout for the TCP connection, at most 1 h; the SDK's read time-out is 24 s and fixed
 * @param readBack which boards are read back after a bulk call
 */
public record DpsSettings(
        Path connectionStringFile,
        int clients,
        int operationsPerMinute,
        BulkCountsAs bulkCountsAs,
        int reconciliationPercent,
        Duration throttlePause,
        int attempts,
        Duration deferral,
        Duration outagePause,
        Duration connectTimeout,
        ReadBack readBack) {

    /** Which boards are read back after a bulk call. Each batch's first call is read back whole in either case. */
    public enum ReadBack {
        /** Every board. */
        ALL,
        /** One board of each call, picked by chance. */
        SAMPLE
    }

    /** How the service counts a bulk call; which of the two is true, Microsoft does not say. */
    public enum BulkCountsAs {
        /** One operation, whatever it carries. */
        CALL,
        /** As many operations as it carries boards. */
        ITEMS
    }

    private static final Duration LONGEST = Duration.ofHours(1);

    /** Half of what is waited at most: see {@link SdkFailures}. */
    private static final Duration LONGEST_THROTTLE_PAUSE = SdkFailures.LONGEST_PAUSE.dividedBy(2);

    public DpsSettings {
        within("clients", clients, 1, 32);
        within("operations-per-minute", operationsPerMinute, 10, 10_000_000);
        within("reconciliation-percent", reconciliationPercent, 1, 100);
        within("attempts", attempts, 1, 100);
        positive("throttle-pause", throttlePause, LONGEST_THROTTLE_PAUSE);
        positive("deferral", deferral, LONGEST);
        positive("outage-pause", outagePause, LONGEST);
        positive("connect-timeout", connectTimeout, LONGEST);
    }

    /** Most looks for first boots a minute. */
    public int firstBootsPerMinute() {
        return DpsBudget.firstBootsPerMinute(operationsPerMinute);
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "caravan.dps." + key + " must be " + least + " to " + most + ", but is " + value);
        }
    }

    private static void positive(String key, Duration value, Duration longest) {
        if (value.isNegative() || value.isZero() || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException("caravan.dps." + key + " must be longer than 0 and at most "
                    + longest.toSeconds() + "s, but is " + value.toMillis() + "ms");
        }
    }
}
