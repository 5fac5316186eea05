package dev.caravan.reconciliation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;

import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.DpsRuns;

/**
 * Says when the nightly run is due. Asked once a minute; what other hubs of the ledger have begun counts too. A hub that
 * was down at the time makes up for it within an hour, and waits for the next night after that.
 */
public final class Nightly {

    private static final Duration MADE_UP_FOR = Duration.ofHours(1);

    private final DpsRuns runs;
    private final ReconciliationSettings settings;
    private final Clock clock;

    /** @param clock with the time zone that the time of day is meant in */
    public Nightly(DpsRuns runs, ReconciliationSettings settings, Clock clock) {
        this.runs = runs;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether a run should begin now. A time of day that the change to summer time skips is an hour later. */
    public boolean due() {
        var now = ZonedDateTime.now(clock);
        var today = now.toLocalDate().atTime(settings.time()).atZone(clock.getZone());
        var last = today.isAfter(now)
                ? now.toLocalDate().minusDays(1).atTime(settings.time()).atZone(clock.getZone())
                : today;
        return settings.nightly()
                && Duration.between(last, now).compareTo(MADE_UP_FOR) < 0
                && runs.latest(Task.RECONCILE)
                        .map(DpsRun::startedAt)
                        .orElse(Instant.EPOCH)
                        .isBefore(last.toInstant());
    }
}
