package dev.caravan.ledger;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

/** A board was to go where its present state does not lead; nothing was stored. */
public final class IllegalTransitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IllegalTransitionException(BoardGuid guid, BoardState to) {
        super("board " + guid + " cannot become " + to + " from the state it is in now");
    }
}
