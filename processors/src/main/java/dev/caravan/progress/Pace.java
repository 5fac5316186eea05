package dev.caravan.progress;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.OpenBatch;

/**
 * How fast boards are worked, from samples of the ledger over the last minute. Batches are worked the oldest first, so one
 * is done when those before it are. Knows nothing after a start until it has sampled for some seconds. Thread-safe.
 */
public final class Pace {

    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS_PER_MINUTE = 60;

    private final Batches batches;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Map<String, OpenBatch> open = Map.of();
    private long settled;

    /**
     * @param clock says when the end will be
     * @param nanoTime a clock that nobody sets, {@link System#nanoTime}
     */
    public Pace(Batches batches, Clock clock, LongSupplier nanoTime) {
        this.batches = batches;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private record Sample(long nanos, long settled) {}

    /** Looks at the ledger; to be called every few seconds. */
    public void sample() {
        var now = new LinkedHashMap<String, OpenBatch>();
        batches.open().forEach(batch -> now.put(batch.id(), batch));
        take(now);
    }

    private synchronized void take(Map<String, OpenBatch> now) {
        if (now.isEmpty()) {
            samples.clear();
        } else {
            settled += settledSince(now);
            var nanos = nanoTime.getAsLong();
            samples.addLast(new Sample(nanos, settled));
            while (nanos - samples.getFirst().nanos() > WINDOW) {
                samples.removeFirst();
            }
        }
        open = now;
    }

    /** A batch that was not open at the last look counts from now on: it may have been complete, and be retried. */
    private long settledSince(Map<String, OpenBatch> now) {
        var sum = 0L;
        for (var before : open.values()) {
            var after = now.get(before.id());
            if (after != null) {
                sum += Math.max(0, after.settled() - before.settled());
            } else if (isComplete(before.id())) {
                sum += before.remaining();
            }
        }
        return sum;
    }

    private boolean isComplete(String batch) {
        return batches.find(batch)
                .filter(found -> found.state() == Batch.State.COMPLETE)
                .isPresent();
    }

    /** When the batch will be done; empty if nothing is to be done for it, or too little is known yet. */
    public synchronized Optional<Forecast> of(String batch) {
        if (!open.containsKey(batch) || samples.size() < 2) {
            return Optional.empty();
        }
        var seconds = (samples.getLast().nanos() - samples.getFirst().nanos()) / NANOS_PER_SECOND;
        if (seconds <= 0) {
            return Optional.empty();
        }
        var perSecond = (samples.getLast().settled() - samples.getFirst().settled()) / seconds;
        var perMinute = Math.round(perSecond * SECONDS_PER_MINUTE);
        if (perSecond <= 0) {
            return Optional.of(new Forecast(perMinute, null, null));
        }
        var sinceTheLook =
                Duration.ofNanos(nanoTime.getAsLong() - samples.getLast().nanos());
        var left = left(batch, perSecond).minus(sinceTheLook);
        left = left.isNegative() ? Duration.ZERO : left;
        return Optional.of(new Forecast(perMinute, left, clock.instant().plus(left)));
    }

    /** The batches as they were at the last look, the oldest first. */
    synchronized List<OpenBatch> open() {
        return List.copyOf(open.values());
    }

    private Duration left(String batch, double perSecond) {
        var remaining = 0L;
        for (var each : open.values()) {
            remaining += each.remaining();
            if (each.id().equals(batch)) {
                break;
            }
        }
        return Duration.ofSeconds(Math.round(Math.ceil(remaining / perSecond)));
    }
}
