package dev.caravan.lifecycle;

import dev.caravan.board.Board;

/** The answer to a request to take a board out of service, to replace it or to hand it over. */
public sealed interface LifecycleOutcome {

    /** Both places are as asked, and were read back. @param changed false if they were so before */
    record Done(Board board, boolean changed) implements LifecycleOutcome {}

    /** It is under way, and goes on by itself; the board's reason says how far it is. */
    record HalfDone(Board board) implements LifecycleOutcome {}

    /** The board's state, or the other board's, does not allow it. @param why what to do instead */
    record NotNow(Board board, String why) implements LifecycleOutcome {}

    /** The board is not the version that the request was made on. */
    record OtherVersion(Board board) implements LifecycleOutcome {}

    /** An activation, or another change of the board, is under way, or it has changed since it was seen. */
    record UnderWay(Board board) implements LifecycleOutcome {}
}
