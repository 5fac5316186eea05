package dev.caravan.custody;

import java.util.Optional;

import dev.caravan.board.Board;
import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.Pickup;
import dev.caravan.ledger.Pickups;

/** Another identity for a board that has left its batch: made, kept, and handed over. What is kept or handed over may be so again. */
public final class NewIdentities {

    private final Issuing issuing;
    private final IdentityExit exit;
    private final BatchBoxes boxes;
    private final Pickups pickups;

    /** Issues key and certificate. */
    public interface Issuing {
        IssuedIdentity issue(Board board);
    }

    public NewIdentities(Issuing issuing, IdentityExit exit, BatchBoxes boxes, Pickups pickups) {
        this.issuing = issuing;
        this.exit = exit;
        this.boxes = boxes;
        this.pickups = pickups;
    }

    /** Why none can be made now; empty if one can. */
    public Optional<String> obstacle(Board board) {
        try {
            exit.requireKeysAllowed();
        } catch (KeyCustodyException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
        return pickups.find(board.renewed()).filter(pickup -> !pickup.over()).map(NewIdentities::beingPickedUp);
    }

    private static String beingPickedUp(Pickup pickup) {
        return pickup.caller()
                + " is picking up the board's identity, and may be flashing it; ask again once it has confirmed"
                + " that, or after " + pickup.endsAt();
    }

    /**
     * Makes one, which is in memory only.
     *
     * @throws KeyCustodyException if no key may be made
     */
    public IssuedIdentity make(Board board) {
        exit.requireKeysAllowed();
        return issuing.issue(board);
    }

    /** What the ledger keeps of it. */
    public static CertifiedBoard certified(IssuedIdentity identity) {
        return IdentityRecord.certified(identity);
    }

    /** Durable when this returns. */
    public void keep(Board board, IssuedIdentity identity) {
        exit.keep(boxes.of(board.batch()), identity);
    }

    /** Whether the board's identity with this certificate is kept, and has not been handed over. */
    public boolean isKept(Board board, String thumbprint) {
        return exit.find(boxes.of(board.batch()), new IdentityRef(board.guid(), thumbprint))
                .filter(Whereabouts.KEPT::equals)
                .isPresent();
    }

    /** Destroys the board's identity where it is kept or waits for its pick-up; as a file, the next one takes its place. */
    public void discard(Board board) {
        exit.destroy(boxes.of(board.batch()), identity(board));
        if (exit instanceof WaitingIdentities waiting) {
            waiting.destroyWaiting(boxes.of(board.batch()), identity(board));
        }
    }

    /** Hands the board's identity over, unless that is done. Durable. */
    public void handOver(Board board) {
        exit.deliver(boxes.of(board.batch()), identity(board));
    }

    private static IdentityRef identity(Board board) {
        return new IdentityRef(board.guid(), board.requireThumbprint());
    }
}
