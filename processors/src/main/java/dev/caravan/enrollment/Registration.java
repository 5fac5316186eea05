package dev.caravan.enrollment;

/** What DPS says about a board's first boot. */
public sealed interface Registration {

    /** The board has not registered; or it tries to at this moment, or did while it was disabled. */
    record NotYet() implements Registration {}

    /** DPS has assigned a hub. */
    record Assigned(String hub) implements Registration {}

    /** DPS could assign none. @param words of the service, with its code */
    record Failed(String words) implements Registration {}
}
