package dev.caravan.reconciliation;

import dev.caravan.board.Board;

/** Where it is said aloud that DPS would let a board in that nobody has activated. */
public interface Alarms {

    /** @param words what was found, and what was done about it so far */
    void raise(Board board, String words);
}
