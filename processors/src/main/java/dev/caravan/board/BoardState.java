package dev.caravan.board;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a board is on its way from the factory to its hub.
 *
 * <pre>
 *   ACCEPTED ──▶ CERTIFIED ──▶ ENROLLED ──▶ ACTIVATED ──▶ REGISTERED
 *      │             │  ▲          │
 *      └──────▶ PARKED ◀┘──────────┘        (PARKED resumes where it stopped)
 * </pre>
 *
 * CERTIFIED may follow itself: an identity that was lost before DPS knew it is issued again. ACTIVATED may follow
 * itself: an update of an activation.
 */
public enum BoardState {
    /** The row was good and the ledger owns the board. */
    ACCEPTED,
    /** A key and a leaf certificate exist; thumbprint and certificate are in the ledger. */
    CERTIFIED,
    /** DPS has the board, disabled, with the ledger's thumbprint. */
    ENROLLED,
    /** The enrollment is enabled, with its hub and initial twin. */
    ACTIVATED,
    /** The board has registered: DPS has assigned its hub. */
    REGISTERED,
    /** A step failed for good; the reason is beside it. */
    PARKED;

    /** The states that may follow this one. */
    public Set<BoardState> next() {
        return switch (this) {
            case ACCEPTED -> EnumSet.of(CERTIFIED, PARKED);
            case CERTIFIED -> EnumSet.of(CERTIFIED, ENROLLED, PARKED);
            case ENROLLED -> EnumSet.of(ACTIVATED, PARKED);
            case ACTIVATED -> EnumSet.of(ACTIVATED, REGISTERED);
            case REGISTERED -> EnumSet.of(REGISTERED);
            case PARKED -> EnumSet.of(ACCEPTED, CERTIFIED, ENROLLED);
        };
    }

    /** Whether a board may go from this state to the other. */
    public boolean allows(BoardState to) {
        return next().contains(to);
    }

    /** Whether an activation may be asked for (again) in this state. */
    public boolean activatable() {
        return this == ENROLLED || this == ACTIVATED || this == REGISTERED;
    }
}
