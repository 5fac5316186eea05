package dev.caravan.custody;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that can be put forward. */
final class SettableClock extends Clock {

    private Clock shown;

    SettableClock(Clock shown) {
        this.shown = shown;
    }

    void set(Clock next) {
        shown = next;
    }

    @Override
    public ZoneId getZone() {
        return shown.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return shown.withZone(zone);
    }

    @Override
    public Instant instant() {
        return shown.instant();
    }
}
