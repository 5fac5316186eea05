package dev.caravan.gateway.identity;

import dev.caravan.gateway.board.BoardGuid;

/** What became of an identity file. */
public sealed interface IntakeOutcome {

    /** The board is hosted. */
    record Taken(BoardGuid board) implements IntakeOutcome {}

    /** The file stays where it is and is looked at again when it changes. */
    record NotTaken(String file, String reason) implements IntakeOutcome {}
}
