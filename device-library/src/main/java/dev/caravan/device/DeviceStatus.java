package dev.caravan.device;

import java.time.Instant;
import java.util.Optional;

import dev.caravan.device.assignment.Assignment;

/**
 * A device's state for people and programs.
 *
 * @param since when the device came into this state; repeats of the same state keep it
 * @param message one or two sentences that an installer understands
 * @param nextAttempt when it is tried again; empty while connected or under way
 * @param assignment the hub, once known and not put in doubt
 */
public record DeviceStatus(
        DeviceState state,
        Instant since,
        String message,
        Optional<Instant> nextAttempt,
        Optional<Assignment> assignment) {

    /** A device that was not tried yet. */
    public static DeviceStatus fresh(Instant now) {
        return new DeviceStatus(
                DeviceState.NEW, now, "The board has not asked for its hub yet.", Optional.empty(), Optional.empty());
    }

    /** The same, with an attempt being made. */
    DeviceStatus underWay() {
        return new DeviceStatus(state, since, message, Optional.empty(), assignment);
    }

    DeviceStatus followedBy(Verdict verdict, Instant now, Optional<Assignment> hub) {
        Instant from = verdict.state() == state ? since : now;
        return new DeviceStatus(
                verdict.state(), from, verdict.message(), verdict.pause().map(now::plus), hub);
    }
}
