package dev.caravan.ledger;

import dev.caravan.board.BoardGuid;

/** What became of one board in a step. */
public sealed interface Settled {

    /** The board. */
    BoardGuid guid();

    /** DPS has it, disabled. @param verified whether a read said so, or only the answer to the write */
    record Enrolled(BoardGuid guid, boolean verified) implements Settled {}

    /** Its certificate is asked for later, over EST: until then there is nothing to do. */
    record Awaiting(BoardGuid guid) implements Settled {}

    /** It failed for good. @param reason in words for an operator, the service's own included */
    record Parked(BoardGuid guid, String reason) implements Settled {}
}
