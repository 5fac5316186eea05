package dev.caravan.custody;

/** Where an identity was found. */
public enum Whereabouts {
    /** Kept in the hub; nobody outside has seen it. */
    KEPT,
    /** Handed over: it lies where the flashing station takes it from. */
    DELIVERED
}
