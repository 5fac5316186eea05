package dev.caravan.ledger;

/** The claim is no longer ours: nothing of the refused write was stored; stop working the chunk. */
public final class StaleClaimException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleClaimException(Claim claim) {
        super("attempt " + claim.attempt() + " at chunk " + claim.chunk().number() + " of batch "
                + claim.chunk().batch() + " was overtaken or its batch was stopped");
    }
}
