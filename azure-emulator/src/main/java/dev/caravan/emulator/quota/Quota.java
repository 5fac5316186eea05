package dev.caravan.emulator.quota;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Admission;
import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Toll;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.snapshot.Single;

/** The throttles in force; none at first. A refused call takes no token. Safe for all threads. */
public final class Quota implements Toll {

    private static final int TOO_MANY_REQUESTS = 429;

    private final Clock clock;
    private volatile Ledger ledger = new Ledger(QuotaSettings.OFF);

    /** Off; the clock must be a right one, for tokens come back with the time that really passes. */
    public Quota(Clock clock) {
        this.clock = clock;
    }

    /** Puts all throttles in force with their documented limits and full buckets. */
    public void real() {
        ledger = new Ledger(QuotaSettings.REAL);
    }

    /**
     * Puts throttles in force with full buckets, in place of all that were; see {@link QuotaSettings#read}.
     *
     * @throws IllegalArgumentException when the description is wrong; the message names the field
     */
    public void set(ObjectNode asked) {
        ledger = new Ledger(QuotaSettings.read(asked));
    }

    /** No limit any more. */
    public void off() {
        ledger = new Ledger(QuotaSettings.OFF);
    }

    /** What is in force, in the form that {@link #set} takes. */
    public ObjectNode show() {
        return ledger.settings().show();
    }

    /** The throttles in a snapshot; restored ones have full buckets. */
    public Chapter chapter() {
        return Single.of(
                "quota",
                () -> Optional.of(show()).filter(shown -> !shown.path("limits").isEmpty()),
                item -> QuotaSettings.read(item.node()),
                QuotaSettings.OFF,
                settings -> ledger = new Ledger(settings));
    }

    @Override
    public Admission admit(Attempt attempt) {
        var now = ledger;
        if (now.settings().limits().isEmpty()) {
            return Admission.NOW;
        }
        return Throttle.of(attempt)
                .flatMap(throttle -> draw(now, throttle, attempt))
                .orElse(Admission.NOW);
    }

    private Optional<Admission> draw(Ledger from, Throttle throttle, Attempt attempt) {
        var time = clock.instant();
        var nanos = TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
        var tokens = from.settings().bulkByItem() ? attempt.items() : 1;
        return from.bucket(throttle, throttle.owner(attempt), nanos)
                .map(bucket -> admission(bucket.take(tokens, nanos), from.settings()));
    }

    private static Admission admission(Bucket.Draw draw, QuotaSettings settings) {
        if (draw.taken()) {
            return draw.waitNanos() == 0 ? Admission.NOW : new Admission.Later(Duration.ofNanos(draw.waitNanos()));
        }
        var seconds = (int) Math.max(1, Math.ceil(draw.waitNanos() / 1e9));
        return new Admission.Refused(
                new Refusal(TOO_MANY_REQUESTS, settings.retryAfter() ? seconds : null, null, null));
    }
}
