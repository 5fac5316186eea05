package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Clocks that go on only while somebody waits by them, and that remember the waits. Only the time of day can be set. */
final class Watch extends Clock implements Pause {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final List<Duration> waits = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private Duration setBack = Duration.ZERO;

    @Override
    public synchronized void during(Duration duration) {
        waits.add(duration);
        elapsed = elapsed.plus(duration);
    }

    synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    @Override
    public synchronized Instant instant() {
        return START.plus(elapsed).minus(setBack);
    }

    /** What {@link System#nanoTime} is: it may begin anywhere, below zero too. */
    synchronized long nanoTime() {
        return Long.MAX_VALUE - 1_000 + elapsed.toNanos();
    }

    synchronized void setBack(Duration jump) {
        setBack = setBack.plus(jump);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
