package dev.caravan.hub.api;

import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.Invalid;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.Possible;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.preparation.Prepared;
import dev.caravan.preparation.Preparer;

/** Turns a request for activation into the answer, or into the problem that tells the caller what to do. */
public final class ActivationCalls {

    private static final String DRY_RUN =
            "Nothing was changed: this was a dry run. DPS was not asked, and may know better";

    /** Activates a board, or says what that would do; see {@code Activator}. */
    public interface Activate {
        ActivationOutcome activate(
                Board seen, Activation asked, OptionalLong version, Requester by, @Nullable String reason);
    }

    private final Activate activator;
    private final Activate simulator;
    private final Preparer preparer;

    /** @param simulator changes nothing */
    public ActivationCalls(Activate activator, Activate simulator, Preparer preparer) {
        this.activator = activator;
        this.simulator = simulator;
        this.preparer = preparer;
    }

    /** Who asks, and why, if that is said. */
    record Asker(Requester by, @Nullable String reason) {

        Asker(Requester by) {
            this(by, null);
        }

        /** @param reason as it was sent */
        static Asker of(Requester by, @Nullable String reason) {
            return new Asker(by, reason == null ? null : Reason.of(reason));
        }
    }

    ActivationAnswer put(Asker asker, Board seen, @Nullable String body, IfMatch ifMatch, boolean dryRun) {
        if (body == null || body.isBlank()) {
            throw ApiJson.invalid("the body must be a JSON object, but is empty");
        }
        return put(asker, seen, ApiJson.read(body, ActivationRequest.class), ifMatch, dryRun);
    }

    /** @param seen the board as it was when the caller's reach was judged */
    ActivationAnswer put(Asker asker, Board seen, ActivationRequest request, IfMatch ifMatch, boolean dryRun) {
        var by = asker.by();
        var version = knowingly(ifMatch, seen);
        var ready = prepared(by, seen, request);
        var outcome = (dryRun ? simulator : activator).activate(seen, ready.activation(), version, by, asker.reason());
        if (outcome instanceof Activated activated) {
            return new ActivationAnswer(
                    BoardView.of(activated.board(), by.role()),
                    activated.changed(),
                    activated.appliedTo(),
                    ready.hubRule(),
                    note(activated),
                    null);
        }
        if (outcome instanceof Possible possible) {
            return new ActivationAnswer(
                    BoardView.of(possible.board(), by.role()),
                    false,
                    List.of(),
                    ready.hubRule(),
                    DRY_RUN,
                    ActivationAnswer.WouldWrite.of(possible));
        }
        throw ActivationProblems.of(outcome);
    }

    /** As {@link #version}; but whoever sends {@code *} need not know that the board was deactivated. */
    private static OptionalLong knowingly(IfMatch ifMatch, Board seen) {
        return seen.state() == BoardState.DEACTIVATED && ifMatch instanceof IfMatch.Any
                ? OptionalLong.empty()
                : version(ifMatch, seen);
    }

    /** The version that a request is meant for; empty if it says nothing of one. */
    static OptionalLong version(IfMatch ifMatch, Board seen) {
        requireVersion(ifMatch, seen);
        return ifMatch instanceof IfMatch.Absent ? OptionalLong.empty() : OptionalLong.of(seen.version());
    }

    static void requireVersion(IfMatch ifMatch, Board seen) {
        if (!ifMatch.matches(seen.version())) {
            throw ActivationProblems.of(new OtherVersion(seen));
        }
    }

    private Prepared.Ready prepared(Requester by, Board board, ActivationRequest request) {
        var prepared = preparer.prepare(by.role(), board, request.wish());
        if (prepared instanceof Prepared.Refused refused) {
            throw ActivationProblems.of(new Invalid(refused.violations()));
        }
        return (Prepared.Ready) prepared;
    }

    private static @Nullable String note(Activated activated) {
        var board = activated.board();
        if (!activated.changed()) {
            return "The board was activated like this before; nothing was changed";
        }
        if (board.state() != BoardState.REGISTERED) {
            return null;
        }
        if (!activated.appliedTo().contains("hub")) {
            return "The board has registered already, at " + board.assignedHub()
                    + ". An initial twin is applied at the first registration only, and the twin in the hub was not changed:"
                    + " Caravan has no connection string for this hub, or the hub has no such identity";
        }
        var asked = board.activation();
        return asked == null || asked.iotHub().equalsIgnoreCase(board.assignedHub())
                ? null
                : "The board has registered already, at " + board.assignedHub() + ". It moves to " + asked.iotHub()
                        + ", and its twin with it, when it registers again";
    }
}
