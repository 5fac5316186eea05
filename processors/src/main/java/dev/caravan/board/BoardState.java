package dev.caravan.board;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a board is on its way from the factory to its hub, and out of service.
 *
 * <pre>
 *   ACCEPTED ──▶ CERTIFIED ──▶ ENROLLED ──▶ ACTIVATED ──▶ REGISTERED
 *      │             │  ▲          │
 *      └──────▶ PARKED ◀┘──────────┘        (PARKED resumes where it stopped)
 *   ACCEPTED ──▶ AWAITING ──▶ ACCEPTED      while the board's own request is waited for
 *
 *   ACTIVATED, REGISTERED ──▶ DEACTIVATING ──▶ DEACTIVATED ──▶ ACTIVATED, REGISTERED
 *   ACTIVATED, REGISTERED, DEACTIVATED ──▶ REPLACING ──▶ REPLACED    while the new board goes
 *                                          ENROLLED ──▶ TAKING_OVER ──▶ ACTIVATED
 *   DEACTIVATED ──▶ HANDING_OVER ──▶ ENROLLED                        of the next consignee
 *   ENROLLED, ACTIVATED, REGISTERED, DEACTIVATED, REVOKED, REPLACED, PARKED, AWAITING ──▶ DECOMMISSIONING ──▶ DECOMMISSIONED
 *   TAKING_OVER ──▶ DECOMMISSIONING                      while the old board goes REPLACING ──▶ DEACTIVATING
 *   ENROLLED, ACTIVATED, REGISTERED, DEACTIVATED ──▶ REVOKING ──▶ REVOKED
 *   ENROLLED, DEACTIVATED, REVOKED, PARKED ──▶ REISSUING ──▶ ENROLLED, or DEACTIVATED if it was activated before
 * </pre>
 *
 * DEACTIVATED may be DEACTIVATING once more, and REVOKED REVOKING: an activation that was cut off may have opened a place again. CERTIFIED may
 * follow itself: an identity that was lost before DPS knew it is issued again. ACTIVATED may follow
 * itself: an update of an activation.
 */
public enum BoardState {
    /** The row was good and the ledger owns the board. */
    ACCEPTED,
    /** The certificate is asked for later, over EST, and nothing is wrong: it goes on by itself once it was. */
    AWAITING,
    /** A key and a leaf certificate exist; thumbprint and certificate are in the ledger. */
    CERTIFIED,
    /** DPS has the board, disabled, with the ledger's thumbprint. */
    ENROLLED,
    /** The enrollment is enabled, with its hub and initial twin. */
    ACTIVATED,
    /** The board has registered: DPS has assigned its hub. */
    REGISTERED,
    /** Is being disabled in DPS and in its hub. */
    DEACTIVATING,
    /** Disabled in DPS and in its hub, and read back in both; may be activated again. */
    DEACTIVATED,
    /** Is being disabled in both places, so that another board can take its place. */
    REPLACING,
    /** Is being activated in the place of a board that is REPLACING. */
    TAKING_OVER,
    /** Disabled in both places for good; another board has its place. */
    REPLACED,
    /** Is losing what its manufacturer gave it, before another one gets it. */
    HANDING_OVER,
    /** Is being disabled in both places, because its certificate is to be accepted by nobody any more. */
    REVOKING,
    /** Disabled in both places, and its certificate is on the list of revoked ones; another identity brings it back. */
    REVOKED,
    /** Is getting another key and certificate, while DPS has it disabled. */
    REISSUING,
    /** Is being removed from DPS and from its hub. */
    DECOMMISSIONING,
    /** Gone from DPS and from its hub; the ledger keeps its GUID, so that it cannot come back. */
    DECOMMISSIONED,
    /** A step failed for good; the reason is beside it. */
    PARKED;

    /** The states that may follow this one. */
    public Set<BoardState> next() {
        return switch (this) {
            case ACCEPTED -> EnumSet.of(AWAITING, CERTIFIED, PARKED);
            case AWAITING -> EnumSet.of(ACCEPTED, DECOMMISSIONING);
            case CERTIFIED -> EnumSet.of(CERTIFIED, ENROLLED, PARKED);
            case ENROLLED -> EnumSet.of(ACTIVATED, PARKED, TAKING_OVER, REVOKING, REISSUING, DECOMMISSIONING);
            case ACTIVATED -> EnumSet.of(ACTIVATED, REGISTERED, DEACTIVATING, REPLACING, REVOKING, DECOMMISSIONING);
            case REGISTERED -> EnumSet.of(REGISTERED, DEACTIVATING, REPLACING, REVOKING, DECOMMISSIONING);
            case DEACTIVATING -> EnumSet.of(DEACTIVATED);
            case DEACTIVATED ->
                EnumSet.of(
                        ACTIVATED,
                        REGISTERED,
                        DEACTIVATING,
                        REPLACING,
                        HANDING_OVER,
                        REVOKING,
                        REISSUING,
                        DECOMMISSIONING);
            case REPLACING -> EnumSet.of(REPLACED, DEACTIVATING);
            case TAKING_OVER -> EnumSet.of(ACTIVATED, DECOMMISSIONING);
            case REPLACED -> EnumSet.of(DECOMMISSIONING);
            case HANDING_OVER -> EnumSet.of(ENROLLED);
            case REVOKING -> EnumSet.of(REVOKED);
            case REVOKED -> EnumSet.of(REVOKING, REPLACING, REISSUING, DECOMMISSIONING);
            case REISSUING -> EnumSet.of(ENROLLED, DEACTIVATED);
            case DECOMMISSIONING -> EnumSet.of(DECOMMISSIONED);
            case DECOMMISSIONED -> EnumSet.noneOf(BoardState.class);
            case PARKED -> EnumSet.of(ACCEPTED, CERTIFIED, ENROLLED, REISSUING, DECOMMISSIONING);
        };
    }

    /** Whether a board may go from this state to the other. */
    public boolean allows(BoardState to) {
        return next().contains(to);
    }

    /** Whether an activation may be asked for (again) in this state. */
    public boolean activatable() {
        return this == ENROLLED || this == ACTIVATED || this == REGISTERED || this == DEACTIVATED;
    }

    /** Whether it is activated, and may have registered. */
    public boolean inService() {
        return this == ACTIVATED || this == REGISTERED;
    }

    /** Whether something that spans DPS and a hub is half done. */
    public boolean halfDone() {
        return switch (this) {
            case DEACTIVATING, REPLACING, TAKING_OVER, HANDING_OVER, REVOKING, REISSUING, DECOMMISSIONING -> true;
            default -> false;
        };
    }

    /** Whether the board has come as far as DPS, whatever has become of it since. */
    public boolean wasEnrolled() {
        return switch (this) {
            case ACCEPTED, AWAITING, CERTIFIED, PARKED -> false;
            default -> true;
        };
    }
}
