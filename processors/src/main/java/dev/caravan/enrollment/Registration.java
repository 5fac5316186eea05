package dev.caravan.enrollment;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** What DPS says about a board's first boot. */
public sealed interface Registration {

    /** The board has not registered; or it tries to at this moment, or did while it was disabled. */
    record NotYet() implements Registration {}

    /** DPS has assigned a hub. @param at when the board first asked for one, by the clock of DPS; null if DPS does not say */
    record Assigned(String hub, @Nullable Instant at) implements Registration {}

    /** DPS could assign none. @param words of the service, with its code */
    record Failed(String words) implements Registration {}
}
