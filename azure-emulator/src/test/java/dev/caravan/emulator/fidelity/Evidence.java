package dev.caravan.emulator.fidelity;

/** How we know that the real service behaves as the emulator does; in the order of trust. */
public enum Evidence {
    /** Seen on the real service: in recorded traffic, or by the live tests of a vendor's project. */
    SEEN,
    /** Written in a specification or in the vendor's documentation, or relied upon by a vendor's SDK. */
    DOCUMENTED,
    /** Nobody says so; it follows from what is seen and documented. */
    INFERRED,
    /** The real service may be milder; the emulator is not, because that finds mistakes sooner. */
    STRICTER
}
