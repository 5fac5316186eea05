package dev.caravan.registration;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;

/** What became of a report that a board has registered. */
public sealed interface FirstBoot {

    /** The ledger has it. @param news false if it was known already, from whomever: nothing was changed, nobody told */
    record Recorded(Board board, boolean news) implements FirstBoot {}

    /** The board is not activated (any more), so it cannot have a hub; nothing was changed. */
    record NotActivated(Board board) implements FirstBoot {}

    /** There is no such board. */
    record Unknown(BoardGuid guid) implements FirstBoot {}
}
