package dev.caravan.hub.api;

import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.ActivatedOtherwise;
import dev.caravan.activation.ActivationOutcome.Contradiction;
import dev.caravan.activation.ActivationOutcome.Deactivated;
import dev.caravan.activation.ActivationOutcome.Invalid;
import dev.caravan.activation.ActivationOutcome.NoWayToHub;
import dev.caravan.activation.ActivationOutcome.NotEnrolled;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.hub.api.Problem.Kind;

/** What a caller is told whose activation was not carried out, and what to do; where it is the ETag that is missing, with that. */
final class ActivationProblems {

    private ActivationProblems() {}

    static ProblemException of(ActivationOutcome outcome) {
        var problem = problem(outcome);
        if (outcome instanceof OtherVersion other) {
            return ProblemException.about(other.board(), problem);
        }
        if (outcome instanceof ActivatedOtherwise otherwise) {
            return ProblemException.about(otherwise.board(), problem);
        }
        return outcome instanceof Deactivated deactivated
                ? ProblemException.about(deactivated.board(), problem)
                : new ProblemException(problem);
    }

    private static Problem problem(ActivationOutcome outcome) {
        if (outcome instanceof Invalid invalid) {
            return Problem.of(
                            Kind.INVALID_REQUEST,
                            "Nothing was changed: the request breaks "
                                    + invalid.violations().size() + " rule(s), see 'errors'")
                    .withErrors(invalid.violations());
        }
        if (outcome instanceof NotEnrolled notEnrolled) {
            return Problem.of(Kind.NOT_ENROLLED, notEnrolled(notEnrolled.board()));
        }
        if (outcome instanceof ActivatedOtherwise otherwise) {
            return Problem.of(
                            Kind.ACTIVATED_OTHERWISE,
                            "Nothing was changed: the board is activated with other values, see 'differences'."
                                    + " To change them, send If-Match: "
                                    + IfMatch.tag(otherwise.board().version()))
                    .withDifferences(otherwise.differences());
        }
        if (outcome instanceof Deactivated deactivated) {
            return Problem.of(Kind.DEACTIVATED, deactivated(deactivated.board()));
        }
        if (outcome instanceof NoWayToHub noWay) {
            return Problem.of(
                    Kind.NOT_NOW,
                    "Nothing was changed: the board's identity in IoT Hub " + noWay.hub()
                            + " is disabled, and Caravan has"
                            + " no connection string for this hub to enable it. Ask the operator of Caravan to add one to"
                            + " caravan.registry.connection-string-files");
        }
        if (outcome instanceof OtherVersion other) {
            return Problem.of(
                    Kind.OTHER_VERSION,
                    "Nothing was changed: the board has changed, its ETag is "
                            + IfMatch.tag(other.board().version())
                            + " now. Read it again (GET /api/v1/boards/"
                            + other.board().guid()
                            + "), decide anew, and send that ETag in If-Match");
        }
        if (outcome instanceof UnderWay) {
            return Problem.of(
                    Kind.UNDER_WAY,
                    "The board is being changed by another request, or an activation of it was cut off and is being"
                            + " looked into. Make the same request again in a minute");
        }
        return Problem.of(
                Kind.CONTRADICTION, ((Contradiction) outcome).what() + ". Ask the operator of Caravan to look");
    }

    private static String deactivated(Board board) {
        return "Nothing was changed: the board was taken out of service"
                + (board.reason() == null ? "" : " (" + board.reason() + ")")
                + ", and does not come back by accident. To activate it again, send its ETag: If-Match: "
                + IfMatch.tag(board.version()) + "; * is not enough";
    }

    private static String notEnrolled(Board board) {
        var why = board.reason() == null ? "" : ": " + board.reason();
        return "Nothing was changed: the board is " + board.state() + why + rule(board);
    }

    private static String rule(Board board) {
        if (board.state().halfDone()) {
            return ". Ask for the board until that has ended, and decide then";
        }
        if (board.state() == BoardState.REVOKED) {
            return ". Its certificate is revoked: POST /api/v1/boards/" + board.guid()
                    + "/identity-reissue gives it another one";
        }
        return board.state().wasEnrolled()
                ? ". It stays out of service; activate another board"
                : ". It can be activated once it is ENROLLED";
    }
}
