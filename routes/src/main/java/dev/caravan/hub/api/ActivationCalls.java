package dev.caravan.hub.api;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.ActivatedOtherwise;
import dev.caravan.activation.ActivationOutcome.Contradiction;
import dev.caravan.activation.ActivationOutcome.Invalid;
import dev.caravan.activation.ActivationOutcome.NotEnrolled;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.activation.ActivationOutcome.Unknown;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.hub.api.Problem.Kind;

/** Turns a request for activation into the answer, or into the problem that tells the caller what to do. */
public final class ActivationCalls {

    /** Activates a board; see {@code Activator}. */
    public interface Activate {
        ActivationOutcome activate(BoardGuid guid, Activation asked, OptionalLong version, Requester by);
    }

    private final Activate activator;

    public ActivationCalls(Activate activator) {
        this.activator = activator;
    }

    ActivationAnswer put(Requester by, BoardGuid guid, @Nullable String body, @Nullable String ifMatch) {
        if (body == null || body.isBlank()) {
            throw ApiJson.invalid("the body must be a JSON object, but is empty");
        }
        var asked = ApiJson.read(body, ActivationRequest.class).activation();
        var outcome = activator.activate(guid, asked, version(ifMatch), by);
        if (outcome instanceof Activated activated) {
            return new ActivationAnswer(BoardView.of(activated.board()), activated.changed(), note(activated));
        }
        throw new ProblemException(problem(outcome));
    }

    private static @Nullable String note(Activated activated) {
        var board = activated.board();
        if (!activated.changed()) {
            return "The board was activated like this before; nothing was changed";
        }
        return board.state() == BoardState.REGISTERED
                ? "The board has registered already, at " + board.assignedHub()
                        + ". An initial twin is applied at the first registration only: tags and desired properties in"
                        + " this request do not reach a board that has registered before them"
                : null;
    }

    private static Problem problem(ActivationOutcome outcome) {
        if (outcome instanceof Unknown unknown) {
            return BoardQueries.unknownBoard(unknown.guid().value()).problem();
        }
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
                            "Nothing was changed: the board is activated with other values, see"
                                    + " 'differences'. To change them, send If-Match: \""
                                    + otherwise.board().version() + "\"")
                    .withDifferences(otherwise.differences());
        }
        if (outcome instanceof OtherVersion other) {
            return Problem.of(
                    Kind.OTHER_VERSION,
                    "Nothing was changed: the board is at version "
                            + other.board().version() + " now. Read it again and decide anew");
        }
        if (outcome instanceof UnderWay) {
            return Problem.of(
                    Kind.UNDER_WAY,
                    "Another activation of this board is under way, or was cut off and is being"
                            + " looked into. Make the same request again in a minute");
        }
        return Problem.of(
                Kind.CONTRADICTION, ((Contradiction) outcome).what() + ". Ask the operator of Caravan to look");
    }

    private static String notEnrolled(Board board) {
        return "Nothing was changed: the board is " + board.state()
                + (board.reason() == null ? ". It can be activated once it is ENROLLED" : ": " + board.reason());
    }

    private static OptionalLong version(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(ifMatch.strip().replace("\"", "")));
        } catch (NumberFormatException wrong) {
            throw ApiJson.invalid("header If-Match must be the board's version in quotes, for instance \"4\", but is '"
                    + ifMatch + "'");
        }
    }
}
