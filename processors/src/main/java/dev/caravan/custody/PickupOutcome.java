package dev.caravan.custody;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.ledger.Pickup;

/** What became of a request for an identity, or of its confirmation. */
public sealed interface PickupOutcome {

    /** The sealed identity; the same each time. */
    record Here(Pickup pickup, byte[] identity) implements PickupOutcome {}

    /** The station has said that it is on the board. */
    record Confirmed(Pickup pickup) implements PickupOutcome {}

    /** There is no such board. */
    record Unknown(BoardGuid guid) implements PickupOutcome {}

    /** Nothing waits for pick-up: not yet, or the identity is lost. */
    record NotReady(Board board) implements PickupOutcome {}

    /** The board has its private key already; only its certificate is to be had. */
    record NoSecret(Board board) implements PickupOutcome {}

    /** Somebody else's, or the same caller's under another key, and not over. */
    record OfAnother(Pickup pickup) implements PickupOutcome {}

    /** It was picked up, and is destroyed. */
    record Over(Pickup pickup) implements PickupOutcome {}

    /** To be confirmed, an identity must have been picked up. */
    record NeverPickedUp(Board board) implements PickupOutcome {}

    /** This hub hands identities over as files. */
    record AsFiles() implements PickupOutcome {}
}
