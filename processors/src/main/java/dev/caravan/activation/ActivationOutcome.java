package dev.caravan.activation;

import java.util.List;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;

/** The answer to a request for activation. What DPS itself could not answer is a {@code DpsException}. */
public sealed interface ActivationOutcome {

    /**
     * The board is activated as asked.
     *
     * @param changed false if it was so before
     * @param appliedTo where it was written to: {@code enrollment}, and {@code hub} if the board had registered
     */
    record Activated(Board board, boolean changed, List<String> appliedTo) implements ActivationOutcome {

        public Activated(Board board, boolean changed) {
            this(board, changed, changed ? List.of("enrollment") : List.of());
        }
    }

    /**
     * The activation may be carried out; nothing was done yet.
     *
     * @param differences from the activation before; empty if there is none
     */
    record Possible(Board board, Activation asked, List<Difference> differences) implements ActivationOutcome {}

    /** The request breaks rules; nothing was asked of DPS. */
    record Invalid(List<Violation> violations) implements ActivationOutcome {}

    /** The board is not enrolled (yet). */
    record NotEnrolled(Board board) implements ActivationOutcome {}

    /** The board is activated otherwise, and the request does not say that it knows. */
    record ActivatedOtherwise(Board board, List<Difference> differences) implements ActivationOutcome {}

    /** The board was taken out of service, and the request does not say that it knows. */
    record Deactivated(Board board) implements ActivationOutcome {}

    /** The board's identity in this hub is disabled, and the configuration has no way to the hub: it would stay so. */
    record NoWayToHub(Board board, String hub) implements ActivationOutcome {}

    /** The board is not the version that the request was made on. */
    record OtherVersion(Board board) implements ActivationOutcome {}

    /** The board is being changed by somebody else, or its activation was cut off and is being looked into. */
    record UnderWay(Board board) implements ActivationOutcome {}

    /** DPS and the ledger disagree about the board; a person must look. */
    record Contradiction(Board board, String what) implements ActivationOutcome {}
}
