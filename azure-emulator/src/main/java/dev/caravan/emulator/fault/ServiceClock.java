package dev.caravan.emulator.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Single;

/**
 * The clock of the services, which may be wrong: by an offset for everybody, and by another one for the call that a
 * fault has hit. Tokens, certificates and timestamps are judged and made by it. Safe for all threads.
 */
public final class ServiceClock extends Clock {

    private final Clock right;
    private final ThreadLocal<@Nullable Duration> ofThisCall = new ThreadLocal<>();
    private volatile Duration offset = Duration.ZERO;

    /** Not wrong at first. */
    public ServiceClock(Clock right) {
        this.right = right;
    }

    /** How wrong it is for everybody; positive when it is fast. */
    public Duration offset() {
        return offset;
    }

    /** Puts it wrong for everybody, in place of the offset before. */
    public void set(Duration wrong) {
        offset = wrong;
    }

    /** Does the work with the clock wrong by so much more, for this thread alone. */
    <T> T off(Duration more, Supplier<T> work) {
        ofThisCall.set(more);
        try {
            return work.get();
        } finally {
            ofThisCall.remove();
        }
    }

    /** The offset in a snapshot. */
    public Chapter chapter() {
        return Single.of(
                "clock",
                () -> Optional.of(Json.object().put("offsetSeconds", offset.toSeconds())),
                item -> Duration.ofSeconds(item.number("offsetSeconds")),
                Duration.ZERO,
                this::set);
    }

    @Override
    public Instant instant() {
        var now = right.instant().plus(offset);
        var more = ofThisCall.get();
        return more == null ? now : now.plus(more);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return right.withZone(zone);
    }
}
