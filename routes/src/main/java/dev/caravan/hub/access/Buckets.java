package dev.caravan.hub.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * A token bucket for each of many, filled evenly. Of those who have not asked for longest, the oldest is forgotten, and
 * would begin again with a full bucket.
 */
final class Buckets {

    private static final int BURST_SECONDS = 10;

    private final int perSecond;
    private final TimeMeter time;
    private final Map<String, Bucket> buckets;

    Buckets(int perSecond, int most, TimeMeter time) {
        this.perSecond = perSecond;
        this.time = time;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** Takes a token. @return how long to wait until there is one; empty if there was */
    Optional<Duration> draw(String who) {
        var probe = of(who).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private synchronized Bucket of(String who) {
        return buckets.computeIfAbsent(who, unknown -> Bucket.builder()
                .addLimit(limit ->
                        limit.capacity((long) perSecond * BURST_SECONDS).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build());
    }
}
