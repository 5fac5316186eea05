package dev.caravan.ledger;

/**
 * What a run over DPS has found about one board.
 *
 * @param guid as DPS writes it
 * @param what it is, in words for an operator
 * @param advice what the operator does about it
 */
public record Finding(String guid, Kind kind, String what, String advice, Repair repair) {

    /** How DPS and the ledger, or a supplied certificate, differ. */
    public enum Kind {
        /** The ledger has the board enrolled, DPS has no enrollment. */
        MISSING,
        /** DPS has an enrollment whose id is a GUID, the ledger no such board, or one that is decommissioned. */
        EXTRA,
        /** Enabled, though nobody has activated the board, or it is out of service. */
        ENABLED,
        /** Disabled, though the ledger says activated. */
        DISABLED,
        /** DPS attests another certificate than the ledger's, or than the one supplied. */
        OTHER_CERTIFICATE,
        /** Activated on another hub than DPS allocates. */
        OTHER_HUB,
        /** No certificate was supplied for an enrollment that is to be adopted. */
        NO_CERTIFICATE
    }

    /** What is, or can be, done about it by the hub itself. */
    public enum Repair {
        /** Nothing: a person decides. */
        BY_A_PERSON,
        /** A run that repairs would mend it. */
        POSSIBLE,
        DONE,
        /** It was tried; {@link Finding#what} says what came of it. */
        FAILED
    }

    /** The same finding after a repair was tried. */
    public Finding after(Repair outcome, String addition) {
        return new Finding(guid, kind, what + "; " + addition, advice, outcome);
    }
}
